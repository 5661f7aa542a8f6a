"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0006_discussion_second_judgement")]

    operations = [
        append_only("inspections_discussion"),
        append_only("inspections_draw"),
        append_only("inspections_drawn"),
        append_only("inspections_secondjudging"),
        append_only("inspections_secondjudgement"),
    ]
