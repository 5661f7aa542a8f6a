"""Capturing first and tagging later: one box for a note, and criteria added to what is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.types import Heading
from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import KINDS, kind
from evenhand.evidence.spec import Kind, Question
from evenhand.framework.model import Criterion, Framework
from evenhand.web.design.jinja import words
from evenhand.web.inspections.evidence_forms import EvidenceForm
from evenhand.web.inspections.forms import LOST


def one_thing(declared: Kind) -> Question | None:
    """The one question that every item of a kind must answer; None for kinds that must say more than one thing."""
    always = [one for one in declared.questions if one.required and one.asked_when is None]
    sometimes = any(one.required_when for one in declared.questions)
    return always[0] if len(always) == 1 and not sometimes else None


QUICK: dict[str, Question] = {one.id: found for one in KINDS if (found := one_thing(one)) is not None}
# Whether a text names somebody is asked of the text as it is sent, not of an earlier one.
ASKED_AGAIN = frozenset({"names_asked", "not_names", "scope_asked", "in_scope"})
KINDS_QUICK = tuple(one for one in KINDS if one.id in QUICK)
KINDS_LATER = tuple(one for one in KINDS if one.id not in QUICK)


class CaptureForm(EvidenceForm):
    """A note, its kind, and the one thing that kind must say. What else the kind asks is answered later.

    After `is_valid()`, `lacking` are the questions without which `content` is no evidence yet: then it may only be
    kept as a note. Nothing that a kind demands is waived.
    """

    kind_id = forms.ChoiceField(label=gettext_lazy("Kind"))

    def __init__(
        self,
        data: Any = None,
        *,
        framework: Framework,
        inspection: str,
        start: str = "",
        remembered: Mapping[str, str] | None = None,
    ) -> None:
        declared = kind(str(data.get("kind_id", ""))) if data is not None else kind(start)
        super().__init__(data, kind=declared or KINDS_QUICK[0], framework=framework, inspection=inspection)
        self.lacking: tuple[Question, ...] = ()
        for question in self.kind.questions:
            del self.fields[question.id]
        del self.fields["criteria"]
        self.fields["initials"] = deepcopy(self.base_fields["initials"])
        said = self.fields["said"]
        said.label, said.help_text = _("Your note"), _("What you saw, heard or read. No names: initials at most.")
        for name in ("occurred_on", "occurred_time"):
            self.fields[name].required, self.fields[name].initial = False, None
        self.fields["kind_id"].choices = [(one.id, _choice(one)) for one in (*KINDS_QUICK, *KINDS_LATER)]  # type: ignore[attr-defined]
        self.fields["kind_id"].initial = self.kind.id
        for id, question in QUICK.items():
            self.fields[_answer(id)] = _field(question, (remembered or {}).get(id, ""))
        if self.kind.id in QUICK:
            self.places = {**self.places, QUICK[self.kind.id].id: _answer(self.kind.id)}
        if not self.is_bound:
            said.widget.attrs["autofocus"] = ""

    @property
    def asked(self) -> list[tuple[Kind, forms.BoundField]]:
        """The one question of each kind that has only one."""
        return [(one, self[_answer(one.id)]) for one in KINDS_QUICK]

    @property
    def more(self) -> bool:
        """Whether somebody said more than the note, so that the place for it stands open."""
        names = ("initials", "occurred_on", "occurred_time")
        return any(self[name].value() or self[name].errors for name in names)

    def may_wait(self, field: str) -> bool:
        """Whether only an answer is missing: that can be given when the note is finished."""
        return field in {one.id for one in self._lacking()}

    def clean(self) -> dict[str, Any]:
        """A note with its day, its time and its people, questioned like any other evidence."""
        data = self.cleaned_data
        if data.get("occurred_on") and not data.get("occurred_time") and "occurred_time" not in self.errors:
            self.add_error("occurred_time", _("Enter the time when it happened; about is enough"))
        if not self.kind.people and data.get("initials"):
            self.add_error("initials", _("This kind of evidence is about nobody in particular: clear the initials"))
        data = super().clean()
        self.lacking = self._lacking()
        return data

    def _lacking(self) -> tuple[Question, ...]:
        given = getattr(self, "content", None)
        answers = given.answers if given is not None else {}
        return tuple(
            one for one in self.kind.questions if one.is_needed(answers) and not answers.get(one.id, "").strip()
        )

    def _occurred_at(self, data: dict[str, Any]) -> datetime:
        if not data.get("occurred_time"):
            return timezone.now()
        day = data.get("occurred_on") or timezone.localdate()
        return timezone.make_aware(datetime.combine(day, data["occurred_time"]))

    def _answers(self, data: dict[str, Any]) -> dict[str, str]:
        question, answer = QUICK.get(self.kind.id), data.get(_answer(self.kind.id), "")
        return {question.id: answer} if question and answer else {}

    def _free_texts(self, data: dict[str, Any]) -> list[str]:
        question = QUICK.get(self.kind.id)
        typed = data.get(_answer(self.kind.id), "") if question and question.is_free_text else ""
        return [str(data.get("said") or ""), str(typed or "")]


def as_fields(item: EvidenceItem) -> dict[str, list[str]]:
    """A note as the full form of its kind sends it, for that form to begin with."""
    happened = timezone.localtime(item.occurred_at)
    return {
        "id": [str(item.id)],
        "said": [item.said],
        "occurred_on": [happened.date().isoformat()],
        "occurred_time": [happened.strftime("%H:%M")],
        "initials": [", ".join(item.initials)],
        **{name: [answer] for name, answer in item.answers.items()},
    }


class TagForm(forms.Form):
    """Criteria for an item that is recorded. What it supports already is not asked again."""

    based_on = forms.IntegerField(
        min_value=1, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )
    q = forms.CharField(
        label=gettext_lazy("Show only criteria with these words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    criteria = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose criteria from the list")},
    )

    def __init__(self, data: Any = None, *, headings: tuple[Heading, ...], item: EvidenceItem, version: int) -> None:
        super().__init__(data)
        # What a colleague added meanwhile is a choice too, so that sending it is no error; it is only not offered.
        known = [one for heading in headings for one in heading.criteria]
        self.left = [
            (heading.title, [one for one in heading.criteria if one.id not in item.criteria]) for heading in headings
        ]
        self.fields["criteria"].choices = [(one.id, one.title) for one in known]  # type: ignore[attr-defined]
        self.fields["based_on"].initial = version

    @property
    def chosen(self) -> frozenset[str]:
        """The criteria that are ticked."""
        return frozenset(self["criteria"].value() or ())

    @property
    def searched(self) -> list[tuple[str, list[tuple[Criterion, bool]]]]:
        """Criteria under their headings that have every word looked for; what is ticked stays in sight."""
        wanted = str(self["q"].value() or "").lower().split()
        found = []
        for title, criteria in self.left:
            inside = []
            for one in criteria:
                text = f"{title} {one.title} {one.text}".lower()
                if one.id in self.chosen or all(word in text for word in wanted):
                    inside.append((one, one.id in self.chosen))
            if inside:
                found.append((title, inside))
        return found

    def base_on(self, version: int) -> None:
        """Let the next try build on another version, after the person has seen what changed."""
        data: Any = self.data.copy()
        data["based_on"] = str(version)
        self.data = data


def _answer(kind_id: str) -> str:
    return f"answer_{kind_id}"


def _choice(declared: Kind) -> str:
    title = words(declared.title)
    return title if declared.id in QUICK else _("%(kind)s – finish later") % {"kind": title}


def _field(question: Question, remembered: str) -> forms.Field:
    label = words(question.label)
    if question.options:
        choices = [("", _("Choose one")), *((one.value, words(one.label)) for one in question.options)]
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=choices,
            initial=remembered,
            error_messages={"invalid_choice": _("Choose one of the answers")},
        )
    hint = words(question.hint) if question.hint else ""
    box = forms.TextInput(attrs={"class": "govuk-input--width-20"})
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, initial=remembered, widget=box)
