"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_initial")]
    operations = [
        append_only("pilots_pilot"),
        append_only("pilots_pilotclosing"),
        append_only("pilots_pilotcase"),
        append_only("pilots_shadownaming"),
        append_only("pilots_shadowbeginning"),
        append_only("pilots_shadowfact"),
        append_only("pilots_shadowgrade"),
        append_only("pilots_shadowhandedin"),
        append_only("pilots_differencereason"),
        append_only("pilots_pilotlook"),
        append_only("pilots_lookfile"),
    ]
