"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]
    operations = [
        append_only("inspections_stagechange"),
        append_only("inspections_evidencerevision"),
        append_only("inspections_factanswer"),
        append_only("inspections_proposal"),
    ]
