"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [
        append_only("consultations_consultation"),
        append_only("consultations_phasechange"),
        append_only("consultations_responsesfile"),
        append_only("consultations_responsegiven"),
        append_only("consultations_answergiven"),
        append_only("consultations_commentreading"),
        append_only("consultations_writtenanswer"),
        append_only("consultations_publishedaccount"),
    ]
