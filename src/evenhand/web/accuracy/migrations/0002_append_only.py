"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("accuracy", "0001_initial")]
    operations = [
        append_only("accuracy_draftsent"),
        append_only("accuracy_windowclosed"),
        append_only("accuracy_comment"),
        append_only("accuracy_commentfile"),
        append_only("accuracy_answer"),
        append_only("accuracy_changesaid"),
        append_only("accuracy_finalgiven"),
        append_only("accuracy_nocomplaint"),
        append_only("accuracy_complaint"),
        append_only("accuracy_complaintstep"),
        append_only("accuracy_hold"),
        append_only("accuracy_holdlifted"),
    ]
