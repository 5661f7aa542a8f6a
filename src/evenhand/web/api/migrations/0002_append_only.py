"""The database itself refuses to change the feed."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]
    operations = [append_only("api_change")]
