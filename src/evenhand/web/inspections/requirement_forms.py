"""Forms for making a requirement, changing it, and saying what became of one that an earlier inspection made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.evidence.kinds import kind
from evenhand.evidence.requirement import Impact, ProposedRequirement
from evenhand.web.design.jinja import moment_in_words, words
from evenhand.web.inspections.forms import LOST, TellsFaults
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirements import STATES, Required

_EXCERPT = 90


def evidence_choices(record: Record) -> list[tuple[str, str]]:
    """The evidence of an inspection to choose from: what kind, when, how it begins."""
    found = []
    for one in record.evidence:
        declared = kind(one.item.kind)
        title = words(declared.title) if declared else one.item.kind
        said = one.item.said if len(one.item.said) <= _EXCERPT else f"{one.item.said[:_EXCERPT]} …"
        found.append((str(one.id), f"{title}, {moment_in_words(one.item.occurred_at)}: {said}"))
    return found


class RequirementForm(TellsFaults):
    """What a requirement has to say. After `is_valid()` it is in `content`; the core says what it lacks."""

    regulation = forms.CharField(
        label=gettext_lazy("Regulation"),
        help_text=gettext_lazy("With its number, for example regulation 12."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    to_do = forms.CharField(
        label=gettext_lazy("What has to be done"),
        help_text=gettext_lazy("It will stand in the report. No names, no initials, no place."),
        required=False,
        strip=False,
        widget=forms.Textarea,
    )
    due_on = forms.DateField(
        label=gettext_lazy("By which day"),
        help_text=gettext_lazy("For example 2026-10-31."),
        required=False,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter the day as a real date, for example 2026-10-31")},
    )
    told_at_feedback = forms.BooleanField(
        label=gettext_lazy("The day was said at the feedback"), required=False, widget=forms.CheckboxInput
    )
    building = forms.CharField(
        label=gettext_lazy("Which building"),
        help_text=gettext_lazy("Only where the registration covers more than one; not its address. It stays private."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    impact = forms.ChoiceField(
        label=gettext_lazy("Were children affected?"),
        required=False,
        choices=[
            (Impact.ACTUAL.value, gettext_lazy("Yes, it has touched children already")),
            (Impact.LIKELY.value, gettext_lazy("Not yet, but it is likely to")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the answers")},
    )
    impact_words = forms.CharField(
        label=gettext_lazy("What it does to children, or is likely to do"),
        required=False,
        strip=False,
        widget=forms.Textarea,
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("The evidence it rests on"),
        help_text=gettext_lazy("From more than one kind of source."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose evidence of this inspection")},
    )

    def __init__(self, data: Any = None, *, record: Record, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["evidence"].choices = evidence_choices(record)  # type: ignore[attr-defined]

    @property
    def content(self) -> ProposedRequirement:
        """What was typed, as the core sees it."""
        data = self.cleaned_data
        return ProposedRequirement(
            regulation=data["regulation"],
            to_do=data["to_do"],
            due_on=data["due_on"],
            impact=Impact(data["impact"]) if data["impact"] else None,
            impact_words=data["impact_words"],
            evidence=tuple(UUID(one) for one in data["evidence"]),
            told_at_feedback=data["told_at_feedback"],
        )


class AmendRequirementForm(RequirementForm):
    """The same with what stands now, a reason, and whether it is withdrawn."""

    withdrawn = forms.BooleanField(
        label=gettext_lazy("Withdraw this requirement"), required=False, widget=forms.CheckboxInput
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you change it?"),
        help_text=gettext_lazy("Both versions are kept."),
        max_length=500,
        widget=forms.TextInput,
        error_messages={
            "required": gettext_lazy("Write why you change it"),
            "max_length": gettext_lazy("Give the reason in at most %(limit_value)d characters"),
        },
    )
    based_on = forms.IntegerField(
        min_value=1, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, record: Record, standing: Required) -> None:
        content = standing.content
        start = {
            "regulation": content.regulation,
            "to_do": content.to_do,
            "due_on": content.due_on,
            "told_at_feedback": content.told_at_feedback,
            "building": standing.building,
            "impact": content.impact.value if content.impact else "",
            "impact_words": content.impact_words,
            "evidence": [str(one) for one in content.evidence],
            "withdrawn": standing.withdrawn,
            "based_on": standing.version,
        }
        super().__init__(data, record=record, initial=start)


class FollowUpForm(TellsFaults):
    """Whether a requirement of an earlier inspection is met, and what that rests on."""

    state = forms.ChoiceField(
        label=gettext_lazy("Is the requirement met?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the answers")},
    )
    notice_due_on = forms.DateField(
        label=gettext_lazy("By which day the compliance notice has to be met"),
        help_text=gettext_lazy("Only where one follows, for example 2026-10-31. It is met only if it is met in full."),
        required=False,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter the day as a real date, for example 2026-10-31")},
    )
    words = forms.CharField(
        label=gettext_lazy("What you found"),
        help_text=gettext_lazy("What has changed for children, and what has not. No names, no initials."),
        required=False,
        strip=False,
        widget=forms.Textarea,
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("The evidence it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose evidence of this inspection")},
    )
    based_on = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, record: Record, standing: Required) -> None:
        before = standing.followed
        start: dict[str, Any] = {"based_on": before.version if before else 0}
        if before is not None:
            start |= {"state": before.state, "words": before.words, "evidence": before.evidence}
            start["notice_due_on"] = before.notice_due_on
        super().__init__(data, initial=start)
        self.fields["state"].choices = [(name, words(label)) for name, label in STATES.items()]  # type: ignore[attr-defined]
        self.fields["evidence"].choices = evidence_choices(record)  # type: ignore[attr-defined]


PAPER_LABELS = {
    "strengths": gettext_lazy("Strengths"),
    "weaknesses": gettext_lazy("What is not good enough"),
    "we_came": gettext_lazy("We came to your home"),
    "you_told_us": gettext_lazy("What you told us"),
    "is_good": gettext_lazy("What is good"),
    "has_to_change": gettext_lazy("What has to change"),
    "what_next": gettext_lazy("What happens next"),
}


class PaperForm(TellsFaults):
    """The texts of a paper beside the report."""

    based_on = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )

    def __init__(self, data: Any = None, *, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.names = names
        for name in names:
            self.fields[name] = forms.CharField(
                label=PAPER_LABELS[name],
                required=False,
                strip=False,
                max_length=10_000,
                widget=forms.Textarea,
                error_messages={"max_length": _("Write at most %(limit_value)d characters")},
            )

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by name."""
        return {name: self.cleaned_data[name] for name in self.names}
