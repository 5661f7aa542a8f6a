"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]
    operations = [
        append_only("drafts_draft"),
        append_only("drafts_drafttext"),
        append_only("drafts_draftstep"),
    ]
