"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [
        append_only("planning_homeevent"),
        append_only("planning_eventwithdrawal"),
        append_only("planning_interest"),
        append_only("planning_interestend"),
        append_only("planning_travelbase"),
        append_only("planning_scheduleproposal"),
        append_only("planning_proposedvisit"),
    ]
