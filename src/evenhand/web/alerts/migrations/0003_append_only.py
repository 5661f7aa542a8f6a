"""The database itself refuses to change alarms of the watch."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_watch")]
    operations = [append_only("alerts_watchalarm")]
