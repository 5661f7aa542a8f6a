"""Forms for writing, submitting, reviewing and publishing a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.provenance import fingerprint
from evenhand.report.assembly import tidy
from evenhand.report.layout import Slot
from evenhand.web.reports.actions import MAX_COMMENTS, MOST_KEPT


def mark(text: str) -> str:
    """A short mark of a text, by which the form knows later what its writer was shown."""
    return fingerprint(tidy(text).encode())[:16]


class DraftForm(forms.Form):
    """One box for each text of the report.

    Each box travels with the mark of the text that was shown in it, so that only what the writer changed counts as
    written, and the rest goes on following the record.
    """

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, slots: Iterable[Slot], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.slots = tuple(slot for slot in slots if not slot.from_the_record)
        for slot in self.slots:
            self.fields[slot.key] = forms.CharField(
                label=slot.heading, required=False, strip=False, widget=forms.Textarea
            )
            self.fields[f"seen-{slot.key}"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    @classmethod
    def showing(
        cls, slots: Iterable[Slot], texts: Mapping[str, str], version: int, unsaved: Mapping[str, str] | None = None
    ) -> DraftForm:
        """A form with the texts as they stand; `unsaved` words stand in their boxes and count as written."""
        initial: dict[str, Any] = {"based_on": version}
        for key, text in texts.items():
            initial |= {key: (unsaved or {}).get(key, text), f"seen-{key}": mark(text)}
        return cls(slots, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse what is too long to be kept, with the words still in the box."""
        cleaned = super().clean() or {}
        for slot in self.slots:
            length = len(tidy(cleaned.get(slot.key, "")))
            if length > MOST_KEPT:
                message = _("“%(section)s” has %(length)s characters; shorten it to %(most)s.")
                values = {"section": slot.heading, "length": f"{length:,}", "most": f"{MOST_KEPT:,}"}
                self.add_error(slot.key, message % values)
        return cleaned

    @property
    def written(self) -> dict[str, str]:
        """The texts that the writer changed, by slot key."""
        cleaned = self.cleaned_data
        return {
            slot.key: cleaned[slot.key]
            for slot in self.slots
            if slot.key in self.data and mark(cleaned[slot.key]) != cleaned[f"seen-{slot.key}"]
        }


class SubmitForm(forms.Form):
    """Which version is submitted."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """A quality assurer's decision on one version, with comments."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[("return", gettext_lazy("Return it")), ("approve", gettext_lazy("Approve it"))],
        error_messages={
            "required": gettext_lazy("Choose whether to return or to approve the report"),
            "invalid_choice": gettext_lazy("Choose whether to return or to approve the report"),
        },
    )
    comments = forms.CharField(
        label=gettext_lazy("Comments for the writers"),
        help_text=gettext_lazy(
            "Needed if you return it and no comment on its text is open. Say what has to change, and where."
        ),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, open_comments: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.open_comments = open_comments

    def clean(self) -> dict[str, Any]:
        """Returning needs comments, here or on parts of the text; comments have a limit."""
        cleaned = super().clean() or {}
        comments = tidy(cleaned.get("comments", ""))
        if cleaned.get("decision") == "return" and not comments and not self.open_comments:
            self.add_error("comments", _("Enter what has to change before you return the report"))
        if len(comments) > MAX_COMMENTS:
            message = _("Comments must be %(most)s characters or less; yours have %(length)s")
            self.add_error("comments", message % {"most": f"{MAX_COMMENTS:,}", "length": f"{len(comments):,}"})
        return cleaned


class PublishForm(forms.Form):
    """The fingerprint of the report that the person looked at."""

    expected = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
