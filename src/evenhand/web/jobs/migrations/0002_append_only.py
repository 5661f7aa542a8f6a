"""What went wrong is never lost: the database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [append_only("jobs_trouble")]
