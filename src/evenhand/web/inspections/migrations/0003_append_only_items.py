"""The database itself keeps what an inspection is pinned to, and whose evidence it is."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_append_only")]

    operations = [
        append_only("inspections_inspection"),
        append_only("inspections_evidenceitem"),
    ]
