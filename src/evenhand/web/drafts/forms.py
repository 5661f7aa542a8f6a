"""Forms of drafts: texts to upload, a reason, and the day on which a version comes into force."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.web.design.uploads import yaml_text

MAX_BYTES = 1_000_000


class UploadForm(forms.Form):
    """A framework file, the crosswalk that comes with it, and what changed. Cleaned files are texts."""

    framework = forms.FileField(
        label=gettext_lazy("framework.yaml"),
        help_text=gettext_lazy(
            "The whole framework, up to 1 MB. The command “evenhand framework new” writes one to begin with."
        ),
        error_messages={
            "required": gettext_lazy("Select the framework.yaml to upload"),
            "empty": gettext_lazy("The file is empty. Select the framework.yaml to upload"),
        },
    )
    crosswalk = forms.FileField(
        label=gettext_lazy("Crosswalk from the version before (optional)"),
        help_text=gettext_lazy(
            "Says what became of each judgement and criterion. Without one, only equal ids connect."
        ),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty. Select the crosswalk, or none")},
    )
    remark = forms.CharField(
        label=gettext_lazy("What is this, or what changed?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Enter what this is or what changed, in a sentence")},
    )

    def clean_framework(self) -> str:
        """The framework's text."""
        return _text(self.cleaned_data["framework"])

    def clean_crosswalk(self) -> str:
        """The crosswalk's text, or ''."""
        file = self.cleaned_data["crosswalk"]
        return _text(file) if file else ""


def _text(file: UploadedFile) -> str:
    return yaml_text(file, MAX_BYTES, _("The file is larger than 1 MB. A framework is a few hundred lines of text"))


class WhyForm(forms.Form):
    """Why something is done with a draft."""

    why = forms.CharField(
        label=gettext_lazy("Why?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Enter a reason; it stays with the draft")},
    )


class PublishForm(WhyForm):
    """The day on which the version comes into force, and which text was read: its number and its fingerprint."""

    in_force_from = forms.DateField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("Inspections that begin on this day or later go by the new version."),
        widget=forms.DateInput,
        error_messages={
            "required": gettext_lazy("Enter the day on which it comes into force"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2027-04-01"),
        },
    )
    text = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    field_order = ("in_force_from", "why", "text", "fingerprint")
