"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0004_single_requirements_team")]

    operations = [
        append_only("inspections_singlejudgement"),
        append_only("inspections_teamchange"),
        append_only("inspections_requirement"),
        append_only("inspections_requirementrevision"),
        append_only("inspections_followup"),
        append_only("inspections_paper"),
    ]
