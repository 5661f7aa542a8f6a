"""Forms of a discussion after feedback, of a draw, and of a second judgement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.framework.model import Judgement
from evenhand.scale import Grade, Scale
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.forms import TellsFaults


class DiscussionForm(TellsFaults):
    """With which manager a change was discussed, when, what the judgement becomes, and why."""

    manager = forms.ChoiceField(
        label=gettext_lazy("Manager"),
        help_text=gettext_lazy("A quality assurer or an administrator who had no hand in this inspection."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a manager from the list")),
    )
    held_on = forms.DateField(
        label=gettext_lazy("Day of the discussion"),
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter the day of the discussion"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-10"),
        },
    )
    becomes = forms.ChoiceField(
        label=gettext_lazy("What the judgement becomes"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose the new grade")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does it change?"),
        help_text=gettext_lazy("What was said, and what it rests on. Leave names of children out."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why the judgement changes")},
    )

    def __init__(self, data: Any = None, *, managers: Iterable[Person], scale: Scale, was: str) -> None:
        super().__init__(data, initial={"held_on": timezone.localdate()})
        self.people = {person.username: person for person in managers}
        named = [(name, person.display_name) for name, person in self.people.items()]
        grades = [(one.id, one.label) for one in scale.best_first if one.id != was]
        self.fields["manager"].choices = [("", _("Choose a manager")), *named]  # type: ignore[attr-defined]
        self.fields["becomes"].choices = grades  # type: ignore[attr-defined]


class DrawForm(TellsFaults):
    """How many inspections to draw."""

    size = forms.IntegerField(
        label=gettext_lazy("How many inspections to draw"),
        help_text=gettext_lazy("From those sent to quality assurance and not yet published, drawn at random."),
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a whole number from 1 to 1,000")
        ),
    )


class BeginSecondForm(TellsFaults):
    """Whether the second judge knows what the team judged."""

    had_seen = forms.ChoiceField(
        label=gettext_lazy("Have you seen or heard what the team judged in this inspection?"),
        help_text=gettext_lazy("If so, your judgement is kept and shown, and not counted as independent."),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose yes or no")),
    )


class HandOnForm(TellsFaults):
    """Why a second judgement goes to somebody else."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it handed on?"),
        help_text=gettext_lazy("For example: illness, or nothing was judged for three weeks."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why it is handed on")},
    )


class SecondForm(TellsFaults):
    """A grade and its reason. Nothing is chosen beforehand; what the rules refuse cannot be chosen."""

    grade = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a grade")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the grade"),
        help_text=gettext_lazy("Why it is the best fit with the evidence before you."),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write the reason for the grade")},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, judgement: Judgement, grades: Iterable[Grade], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["grade"].label = judgement.title
        self.fields["grade"].choices = [(one.id, one.label) for one in grades]  # type: ignore[attr-defined]
