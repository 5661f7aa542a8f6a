"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("preparation", "0001_initial")]
    operations = [
        append_only("preparation_submission"),
        append_only("preparation_submissionwithdrawal"),
        append_only("preparation_storedfile"),
        append_only("preparation_annexa"),
        append_only("preparation_linedecision"),
    ]
