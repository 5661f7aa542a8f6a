"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0003_heldcrosswalk")]
    operations = [
        append_only("frameworks_heldcrosswalk"),
    ]
