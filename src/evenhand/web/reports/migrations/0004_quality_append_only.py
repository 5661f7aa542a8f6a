"""The database itself refuses to change these rows."""

from django.db import migrations

from evenhand.web.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_quality")]
    operations = [
        append_only("reports_sectionties"),
        append_only("reports_warningconfirmed"),
        append_only("reports_bestpracticemarked"),
        append_only("reports_checklistanswered"),
        append_only("reports_reviewcomment"),
        append_only("reports_reviewstep"),
    ]
