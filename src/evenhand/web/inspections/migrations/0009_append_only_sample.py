"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only

_again = append_only("inspections_secondjudging")


def _forwards(apps, schema_editor):
    # SQLite makes a table anew to alter it, and its triggers are gone with the old one; PostgreSQL keeps them.
    if schema_editor.connection.vendor == "sqlite":
        _again.code(apps, schema_editor)


def _backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _again.reverse_code(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_sample_notice_handing_on")]

    operations = [
        append_only("inspections_casesample"),
        append_only("inspections_continuityexception"),
        append_only("inspections_secondhandedon"),
        migrations.RunPython(_forwards, _backwards),
    ]
