"""Forms of pilots: a sealed plan, a reason, an inspection with its shadow judge, a grade, and why grades differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.framework.model import Judgement
from evenhand.pilot.keeping import MAX_PLAN_BYTES
from evenhand.scale import Grade
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.forms import TellsFaults
from evenhand.web.inspections.models import Inspection
from evenhand.web.pilots.models import DifferenceReason

KINDS = {
    "rule": gettext_lazy("A rule: one framework limits the grade, the other does not"),
    "descriptor": gettext_lazy("A descriptor: the words for the grade ask for something else"),
    "evidence": gettext_lazy("The evidence: one of them knew or weighed something that the other did not"),
    "person": gettext_lazy("The person: the same words and evidence, read more strictly or more mildly"),
}
SHORT = {
    "rule": gettext_lazy("Rule"),
    "descriptor": gettext_lazy("Descriptor"),
    "evidence": gettext_lazy("Evidence"),
    "person": gettext_lazy("Person"),
}


class OpenForm(TellsFaults):
    """A study that comes with Evenhand, or the two files of a sealed plan."""

    study = forms.ChoiceField(
        label=gettext_lazy("A sealed study that comes with Evenhand"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a study from the list")},
    )
    plan = forms.FileField(
        label=gettext_lazy("Or your own plan.yaml"),
        help_text=gettext_lazy("Sealed beforehand with “evenhand pilot seal”; nothing of it can be changed here."),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty. Select the plan.yaml to upload")},
    )
    seal = forms.FileField(
        label=gettext_lazy("Its seal, plan.sealed.json"),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty. Select the plan.sealed.json beside the plan")},
    )

    def __init__(self, *args: Any, studies: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("None: I upload a plan")), *studies.items()]
        self.fields["study"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either a study or a plan, not both; files of a size that a plan has."""
        data = super().clean() or {}
        for name in ("plan", "seal"):
            if data.get(name) and data[name].size > MAX_PLAN_BYTES:
                self.add_error(name, _("The file is larger than 100 kB; a plan and its seal are small files"))
        if not self.errors and bool(data.get("study")) == bool(data.get("plan")):
            self.add_error("study", _("Choose a study, or upload a plan with its seal"))
        return data


class CloseForm(TellsFaults):
    """Why a pilot ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why does the pilot end?"),
        help_text=gettext_lazy("Kept with the pilot and shown to whoever reads its results."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why the pilot ends")},
    )


class JudgeForm(TellsFaults):
    """Who judges a case under the new framework."""

    judge = forms.ChoiceField(
        label=gettext_lazy("Shadow judge"),
        help_text=gettext_lazy("An inspector who is not of its team, has no interest in the home and knows no grade."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose an inspector from the list")),
    )

    def __init__(self, *args: Any, judges: Iterable[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {one.username: one for one in judges}
        named = [(name, one.display_name) for name, one in self.people.items()]
        self.fields["judge"].choices = [("", _("Choose an inspector")), *named]  # type: ignore[attr-defined]


class AddForm(JudgeForm):
    """Which inspection joins a pilot, and who judges it under the new framework."""

    inspection = forms.ChoiceField(
        label=gettext_lazy("Inspection"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose an inspection from the list")
        ),
    )
    field_order = ("inspection", "judge")

    def __init__(self, *args: Any, inspections: Iterable[Inspection], **more: Any) -> None:
        super().__init__(*args, **more)
        self.inspections = {str(one.pk): one for one in inspections}
        named = [(key, f"{one.home.urn}, {one.starts_on:%d.%m.%Y}") for key, one in self.inspections.items()]
        self.fields["inspection"].choices = [("", _("Choose an inspection")), *named]  # type: ignore[attr-defined]


class BeginShadowForm(TellsFaults):
    """Whether the shadow judge knows what the team judged."""

    had_seen = forms.ChoiceField(
        label=gettext_lazy("Have you seen or heard what the team judged in this inspection?"),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose yes or no")),
    )


class ShadowGradeForm(TellsFaults):
    """A grade under the new framework; `opened` is when the page was, signed."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    grade = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the possible grades")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the grade"),
        help_text=gettext_lazy("Why this grade is the best fit under the new framework."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write the reason for the grade")},
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("Only where a rule lets a grade be given if it is explained."),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, judgement: Judgement, grades: Iterable[Grade], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["grade"].label = judgement.title
        self.fields["grade"].choices = [(one.id, one.label) for one in grades]  # type: ignore[attr-defined]


class HandInForm(TellsFaults):
    """How long it took in all."""

    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes did it take in all?"),
        help_text=gettext_lazy("Reading and thinking away from the screen too."),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), gettext_lazy("Enter a whole number of minutes, 1 or more")
        ),
    )


class ReasonForm(TellsFaults):
    """Why two grades differ."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What does the difference come from?"),
        choices=[(one, KINDS[one]) for one in DifferenceReason.KINDS],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose what the difference comes from")
        ),
    )
    explained = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("A sentence or two. No names, of children or of homes."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write in a sentence or two why the grades differ")},
    )
