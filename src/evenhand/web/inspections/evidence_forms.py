"""One form for every kind of evidence, made from what the kind declares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.types import headings
from evenhand.evidence import item as core
from evenhand.evidence.names import possible_names
from evenhand.evidence.scope import Beyond, beyond_scope
from evenhand.evidence.spec import SEEN_BY, Kind, Question
from evenhand.framework.model import Criterion, Framework
from evenhand.web.design.jinja import words
from evenhand.web.inspections.forms import LOST, TellsFaults
from evenhand.wording import Words

SEPARATOR = " | "
# The choice that leads to a question, and the answers that do; None where it is always asked.
Asked = tuple[str, tuple[str, ...]] | None


class EvidenceForm(TellsFaults):
    """What was seen or said, when, about whom, and what it supports.

    `item` is what stands, when an item is amended; `begin` what a new one starts with, by field. After `is_valid()` the
    new content is in `content`.
    """

    places = {"occurred_at": "occurred_on", "recorded_at": "occurred_on"}

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("The form had lost its number and has a new one; save again")
        ),
    )
    said = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    occurred_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter the day when it happened"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
        },
    )
    occurred_time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Enter the time when it happened; about is enough"),
            "invalid": gettext_lazy("Enter the time with hours and minutes, for example 16:30"),
        },
    )
    initials = forms.CharField(
        label=gettext_lazy("Initials of the people concerned"),
        help_text=gettext_lazy("With commas between them, for example AB, CD. Never a name. Leave empty if nobody is."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    criteria = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    names_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    not_names = forms.BooleanField(
        label=gettext_lazy("It is not a person’s name"), required=False, widget=forms.CheckboxInput
    )
    scope_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    in_scope = forms.BooleanField(
        label=gettext_lazy("It is about what children need, not about what it costs"),
        required=False,
        widget=forms.CheckboxInput,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: Kind,
        framework: Framework,
        inspection: str = "full",
        item: core.EvidenceItem | None = None,
        criteria: tuple[str, ...] = (),
        begin: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.kind, self.framework, self.item = kind, framework, item
        self.headings = headings(framework, inspection)
        self.names: tuple[str, ...] = ()
        self.beyond: tuple[Beyond, ...] = ()
        self.fields["said"].label = words(kind.said_label)
        self.fields["said"].help_text = words(kind.said_hint)
        for question in kind.questions:
            self.fields[question.id] = _question_field(question)
        if not kind.people:
            del self.fields["initials"]
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]
            (one.id, one.title) for group in self.headings for one in group.criteria
        ]
        self.fields["criteria"].error_messages["invalid_choice"] = _("Choose criteria from the list")
        self._start_with(item, criteria, begin or {})

    def _start_with(self, item: core.EvidenceItem | None, criteria: tuple[str, ...], begin: Mapping[str, str]) -> None:
        start: dict[str, Any] = {
            "id": uuid4(),
            "criteria": list(criteria),
            "occurred_on": timezone.localdate(),
            **begin,
        }
        if item is not None:
            happened = timezone.localtime(item.occurred_at)
            start = {
                "id": item.id,
                "said": item.said,
                "occurred_on": happened.date(),
                "occurred_time": happened.time().replace(second=0, microsecond=0),
                "initials": ", ".join(item.initials),
                "criteria": list(item.criteria),
                **item.answers,
            }
        for name, value in start.items():
            if name in self.fields:
                self.fields[name].initial = value

    @property
    def questions(self) -> list[tuple[Asked, tuple[Words, ...], list[forms.BoundField]]]:
        """The kind's own questions in its order, together where the same answers lead to them (None: always asked)."""
        groups = groupby(self.kind.questions, key=lambda one: (one.asked_when, self.kind.answers_leading_to(one)))
        return [(when, after, [self[one.id] for one in questions]) for (when, after), questions in groups]

    @property
    def seen_by(self) -> Words:
        """Who reads an item once it is recorded."""
        return SEEN_BY

    @property
    def chosen(self) -> frozenset[str]:
        """The criteria that are ticked."""
        return frozenset(self["criteria"].value() or ())

    @property
    def grouped(self) -> list[tuple[str, list[tuple[Criterion, bool]], int]]:
        """Criteria in their groups: title, each criterion with whether it is ticked, how many are."""
        groups = []
        for heading in self.headings:
            inside = [(one, one.id in self.chosen) for one in heading.criteria]
            if inside:
                groups.append((heading.title, inside, sum(ticked for _one, ticked in inside)))
        return groups

    def _send(self, name: str, value: str) -> None:
        """Put something else into what was sent, for the form to be shown again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[name] = value
        self.data = data

    def renew_id(self) -> None:
        """Give the form a number of its own again, after the old one turned out to be taken or unreadable."""
        self._send("id", str(uuid4()))

    def clean(self) -> dict[str, Any]:
        """Build the item, ask the core what is wrong with it, and question what looks like a name or argues cost."""
        data = self.cleaned_data
        if {"occurred_on", "occurred_time", "id"} <= data.keys() and "initials" not in self.errors:
            self.content = self._content(data)
            known = frozenset(one.id for group in self.headings for one in group.criteria)
            for field, message in core.faults(self.content, timezone.now(), known):
                if not self.may_wait(field):
                    self.add_fault(field, words(message))
        self._question_names(data)
        self._question_scope(data)
        return data

    def may_wait(self, field: str) -> bool:
        """Whether a fault at this field may be put right later; in the full form none may."""
        return False

    def _content(self, data: dict[str, Any]) -> core.EvidenceItem:
        now = timezone.now()
        return core.EvidenceItem(
            id=data["id"],
            kind=self.kind.id,
            # A browser ends lines with CR LF; left alone, every line of an amended text would look changed.
            said=data.get("said", "").replace("\r\n", "\n"),
            occurred_at=self._occurred_at(data),
            recorded_at=now,
            initials=core.split_initials(data.get("initials", "")),
            criteria=tuple(data.get("criteria", ())),
            answers=self._answers(data),
        )

    def _answers(self, data: dict[str, Any]) -> dict[str, str]:
        asked = self.kind.questions
        given = {one.id: data[one.id].replace("\r\n", "\n") for one in asked if data.get(one.id)}
        # A browser cannot take back a choice once it is made, so one that lost its place is left out without a word;
        # what somebody wrote is never left out: the core asks them to decide.
        stray = {one.id for one in asked if one.options and one.is_out_of_place(given)}
        return {name: text for name, text in given.items() if name not in stray}

    def _occurred_at(self, data: dict[str, Any]) -> datetime:
        moment = timezone.make_aware(datetime.combine(data["occurred_on"], data["occurred_time"]))
        if self.item is not None:
            # The form knows minutes only: what was not changed in it keeps its seconds.
            before = timezone.localtime(self.item.occurred_at)
            if before.replace(second=0, microsecond=0) == moment:
                return self.item.occurred_at
        return moment

    def _free_texts(self, data: dict[str, Any]) -> list[str]:
        """Everything that somebody wrote in their own words."""
        written = (question.id for question in self.kind.questions if question.is_free_text)
        return [str(data.get(name) or "") for name in ("said", *written, "reason")]

    def _question_names(self, data: dict[str, Any]) -> None:
        self.names = possible_names(self._free_texts(data))
        message = _("“%(names)s” looks like a name: use initials, or say that it is not a person’s name")
        self._ask("names", "not_names", self.names, message % {"names": "”, “".join(self.names)})

    def _question_scope(self, data: dict[str, Any]) -> None:
        self.beyond = beyond_scope(self.framework, self._free_texts(data))
        phrases = tuple(one.phrase for one in self.beyond)
        message = _("“%(phrases)s” argues what is not judged: write what children need, or say that you did")
        self._ask("scope", "in_scope", phrases, message % {"phrases": "”, “".join(phrases)})

    def _ask(self, what: str, confirmed: str, found: tuple[str, ...], message: str) -> None:
        """Ask the writer about what was found in the text, unless they have answered for exactly that."""
        asked = set(str(self.cleaned_data.get(f"{what}_asked", "")).split(SEPARATOR))
        if found and not (self.cleaned_data.get(confirmed) and asked >= set(found)):
            self.add_error(confirmed, message)
            self._send(f"{what}_asked", SEPARATOR.join(found))
            self._send(confirmed, "")


class AmendForm(EvidenceForm):
    """The same questions with what stands now, a reason for the change, and the version it is based on."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        help_text=gettext_lazy("Both versions are kept. For example: I misheard the day."),
        required=False,
        max_length=500,
        widget=forms.TextInput,
        error_messages={"max_length": gettext_lazy("Give the reason in at most %(limit_value)d characters")},
    )
    based_on = forms.IntegerField(
        min_value=1, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, version: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["based_on"].initial = version

    def clean(self) -> dict[str, Any]:
        """What an item needs, and a reason."""
        data = super().clean()
        if not str(data.get("reason", "")).strip() and "reason" not in self.errors:
            self.add_error("reason", _("Write why you change it"))
        return data

    def base_on(self, version: int) -> None:
        """Let the next try build on another version, after the person has seen both texts."""
        self._send("based_on", str(version))


def _question_field(question: Question) -> forms.Field:
    hint = words(question.hint) if question.hint else ""
    if question.options:
        # Without it, an answer that is not required could never be taken back.
        left_open = [] if question.required else [("", _("I leave this open"))]
        widget = forms.RadioSelect(attrs={} if question.required else {"class": "govuk-radios--small"})
        return forms.ChoiceField(
            label=words(question.label),
            help_text=hint,
            required=False,
            choices=[*((one.value, words(one.label)) for one in question.options), *left_open],
            widget=widget,
            error_messages={"invalid_choice": _("Choose one of the answers")},
        )
    return forms.CharField(label=_label(question), help_text=hint, required=False, strip=False, widget=_box(question))


def _label(question: Question) -> str:
    label = words(question.label)
    if question.required or question.required_when:
        return label
    if question.wanted:
        return _("%(label)s (can be added later)") % {"label": label}
    return _("%(label)s (optional)") % {"label": label}


def _box(question: Question) -> forms.Widget:
    if question.long:
        return forms.Textarea()
    if question.numbers:
        return forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"})
    return forms.TextInput()
