"""Forms of the workspace: they turn what was typed into core values; the core says what is wrong with those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.findings import BadInput
from evenhand.framework.model import Fact, Framework, Judgement
from evenhand.framework.rule import FactValue
from evenhand.scale import Scale
from evenhand.web.accounts.models import Person
from evenhand.web.design.jinja import words
from evenhand.web.inspections.actions.scheduling import beyond_limit, conflicting, faults
from evenhand.web.inspections.queries import home_with_urn

UNKNOWN = ""
FULL = "full"
LOST = gettext_lazy("This form has lost what it was based on; load the page again")


class TellsFaults(forms.Form):
    """A form that can show the faults an act found, each at its field."""

    # Fields of a fault that the form calls something else.
    places: dict[str, str] = {}

    def add_faults(self, refused: BadInput) -> None:
        """Show what an act refused; a fault without a field of ours stands above the form."""
        for finding in refused.findings:
            self.add_fault(finding.where.field, words(finding.message))

    def add_fault(self, field: str, message: str) -> None:
        """One fault at its field."""
        place = self.places.get(field, field)
        self.add_error(place if place in self.fields else None, message)


class ScheduleForm(TellsFaults):
    """Which home, what type of inspection, when, and who. A form without a type means a full inspection."""

    urn = forms.CharField(
        label=gettext_lazy("Unique reference number of the home"),
        help_text=gettext_lazy("As in the register, for example SC012345."),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the unique reference number of the home")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type of inspection"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose a type of inspection from the list")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day on site"),
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter the first day"),
            "invalid": gettext_lazy("Enter the first day as a real date, for example 2026-09-08"),
        },
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The day of the feedback; deadlines count from it."),
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter the last day"),
            "invalid": gettext_lazy("Enter the last day as a real date, for example 2026-09-09"),
        },
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Lead inspector"),
        help_text=gettext_lazy("Answers for the report."),
        error_messages={
            "required": gettext_lazy("Select the lead inspector"),
            "invalid_choice": gettext_lazy("Select the lead inspector from the list"),
        },
    )
    team = forms.MultipleChoiceField(
        label=gettext_lazy("Other inspectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Select inspectors from the list")},
    )

    enforcement = forms.CharField(
        label=gettext_lazy("Does enforcement need somebody who knows the case?"),
        help_text=gettext_lazy(
            "Only when somebody goes once more than the limit of full inspections in a row lets them. Write why; it is "
            "kept with the record."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": gettext_lazy("Write at most %(limit_value)d characters")},
    )

    def __init__(self, *args: Any, inspectors: Iterable[Person], kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds or {FULL: _("Full inspection")}
        self.fields["kind"].choices = list(self.kinds.items())  # type: ignore[attr-defined]
        self.fields["kind"].initial = FULL if FULL in self.kinds else next(iter(self.kinds))
        self.people = {person.username: person for person in inspectors}
        named = [(name, person.display_name) for name, person in self.people.items()]
        self.fields["lead"].choices = [("", _("Choose an inspector")), *named]  # type: ignore[attr-defined]
        self.fields["team"].choices = named  # type: ignore[attr-defined]
        self._close_choices(named)

    def _close_choices(self, named: list[tuple[str, str]]) -> None:
        """Close, for the home that a link named, the choice of whoever must not be sent there, and say why.

        Whoever is only kept back by the limit in a row stays open, because enforcement can need them.
        """
        urn = str(self.initial.get("urn", "")).strip().upper()
        home = home_with_urn(urn) if urn else None
        if home is None:
            return
        try:
            day = date.fromisoformat(str(self.initial.get("starts_on", "")))
        except ValueError:
            day = timezone.localdate()
        kind, people = str(self.initial.get("kind") or FULL), self.people.values()
        against = conflicting(home, people, day)
        hints = {name: _("Cannot be sent: %(why)s") % {"why": words(why[0])} for name, why in against.items()}
        for name, why in beyond_limit(home, kind, day, people).items():
            hints.setdefault(name, _("Only if enforcement needs it: %(why)s") % {"why": words(why)})
        told = [(name, f"{text} – {hints[name]}" if name in hints else text) for name, text in named]
        lead, team = self.fields["lead"], self.fields["team"]
        lead.choices = [("", _("Choose an inspector")), *told]  # type: ignore[attr-defined]
        team.choice_hints = hints  # type: ignore[attr-defined]
        for field in (lead, team):
            field.choice_disabled = dict.fromkeys(against, True)  # type: ignore[attr-defined]

    @property
    def chosen_kind(self) -> str:
        """The type that was chosen."""
        return str(self.cleaned_data["kind"])

    def clean_kind(self) -> str:
        """A full inspection unless another type was chosen."""
        return str(self.cleaned_data["kind"]) or FULL

    def clean_urn(self) -> str:
        """The number of a home that the register has."""
        urn = str(self.cleaned_data["urn"]).strip().upper()
        self.home = home_with_urn(urn)
        if self.home is None:
            raise forms.ValidationError(_("There is no home with this number in the register"))
        return urn

    def clean(self) -> dict[str, Any]:
        """Ask the act itself what is wrong, once every field can be read."""
        if not self.errors:
            data = self.cleaned_data
            people = [self.people[name] for name in dict.fromkeys([data["lead"], *data["team"]])]
            assert self.home is not None  # noqa: S101  # clean_urn refused otherwise
            days = data["starts_on"], data["ends_on"]
            for field, message in faults(self.home, data["kind"], *days, people, data["enforcement"]):
                self.add_fault(field, words(message))
        return self.cleaned_data


class TeamForm(TellsFaults):
    """Who is on the team from now on, and why it changes."""

    lead = forms.ChoiceField(
        label=gettext_lazy("Lead inspector"),
        error_messages={
            "required": gettext_lazy("Select the lead inspector"),
            "invalid_choice": gettext_lazy("Select the lead inspector from the list"),
        },
    )
    team = forms.MultipleChoiceField(
        label=gettext_lazy("Other inspectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Select inspectors from the list")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does the team change?"),
        help_text=gettext_lazy("Kept with the record. For example: illness, or a conflict of interest."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why the team changes")},
    )
    enforcement = forms.CharField(
        label=gettext_lazy("Does enforcement need somebody who knows the case?"),
        help_text=gettext_lazy(
            "Only when somebody goes once more than the limit of full inspections in a row lets them. Write why; it is "
            "kept with the record."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": gettext_lazy("Write at most %(limit_value)d characters")},
    )

    def __init__(self, *args: Any, inspectors: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.username: person for person in inspectors}
        named = [(name, person.display_name) for name, person in self.people.items()]
        self.fields["lead"].choices = named  # type: ignore[attr-defined]
        self.fields["team"].choices = named  # type: ignore[attr-defined]


class SingleForm(TellsFaults):
    """The one judgement of an inspection on a scale of its own. Nothing is chosen beforehand."""

    grade = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the answers")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the judgement"),
        help_text=gettext_lazy("What it rests on. Kept with the record, and the start of the text in the report."),
        required=False,
        widget=forms.Textarea,
    )
    based_on = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, judgement: Judgement, scale: Scale, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["grade"]
        field.label = judgement.title
        field.choices = [(grade.id, grade.label) for grade in scale.best_first]  # type: ignore[attr-defined]


class CancelForm(TellsFaults):
    """Why an inspection is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the inspection cancelled?"),
        help_text=gettext_lazy("Colleagues read this. Leave names out."),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={
            "required": gettext_lazy("Write why the inspection is cancelled"),
            "max_length": gettext_lazy("Write at most %(limit_value)d characters"),
        },
    )
    places = {"note": "reason"}


class FactsForm(TellsFaults):
    """The facts that rules need: one question each, and “not yet known” is an answer.

    `standing` are the answers by fact id, `versions` what they were read at.
    """

    def __init__(
        self,
        data: Any,
        *,
        asked: Iterable[Fact],
        standing: dict[str, FactValue],
        versions: dict[str, int],
    ) -> None:
        super().__init__(data)
        self.asked = tuple(asked)
        for fact in self.asked:
            self.fields[fact.id] = _fact_field(fact, standing.get(fact.id))
            based_on = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
            based_on.initial = versions.get(fact.id, 0)
            self.fields[f"{fact.id}-based-on"] = based_on

    def unknown(self, framework: Framework) -> list[str]:
        """Names that were sent and that no fact of the framework has: somebody forged the form."""
        sent = {name.removesuffix("-based-on") for name in self.data}
        return sorted(sent - framework.fact_by_id.keys() - {"csrfmiddlewaretoken"})

    @property
    def answers(self) -> dict[str, FactValue | None]:
        """Answers by fact id, None for “not yet known”."""
        return {fact.id: _as_answer(fact, self.cleaned_data[fact.id]) for fact in self.asked}

    @property
    def based_on(self) -> dict[str, int]:
        """The version of each answer that the person saw."""
        return {fact.id: self.cleaned_data[f"{fact.id}-based-on"] or 0 for fact in self.asked}


def _fact_field(fact: Fact, standing: FactValue | None) -> forms.Field:
    if fact.type == "integer":
        wrong = _("Enter a whole number of %(unit)s from %(least)s to %(most)s") % {
            "unit": fact.unit,
            "least": fact.minimum,
            "most": fact.maximum,
        }
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        return forms.IntegerField(
            label=fact.question,
            help_text=fact.help,
            required=False,
            initial=standing,
            min_value=fact.minimum,
            max_value=fact.maximum,
            error_messages=messages,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        )
    known = [("yes", _("Yes")), ("no", _("No"))] if fact.type == "boolean" else [(c.id, c.label) for c in fact.choices]
    shown = ("yes" if standing else "no") if isinstance(standing, bool) else standing or UNKNOWN
    return forms.ChoiceField(
        label=fact.question,
        help_text=fact.help,
        required=False,
        initial=shown,
        choices=[*known, (UNKNOWN, _("Not yet known"))],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"} if fact.type == "boolean" else {}),
        error_messages={"invalid_choice": _("Choose one of the answers")},
    )


def _as_answer(fact: Fact, value: Any) -> FactValue | None:
    if value in (None, UNKNOWN):
        return None
    return value == "yes" if fact.type == "boolean" else value


class GradeForm(TellsFaults):
    """A grade with its reason and explanation. Nothing is chosen beforehand but what people themselves proposed."""

    grade = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a grade"),
            "invalid_choice": gettext_lazy("Choose one of the grades of this judgement"),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the grade"),
        help_text=gettext_lazy("Why this grade is the best fit. Kept with the record; some rules ask for it."),
        required=False,
        widget=forms.Textarea,
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation for the report"),
        help_text=gettext_lazy("Only where a rule lets a grade be given if the report explains why."),
        required=False,
        widget=forms.Textarea,
    )
    based_on = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, framework: Framework, judgement: Judgement, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        scale = framework.scale_of(judgement.id)
        field = self.fields["grade"]
        field.label = judgement.title
        field.choices = [(grade.id, grade.label) for grade in scale.best_first]  # type: ignore[attr-defined]
