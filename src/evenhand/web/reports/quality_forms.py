"""Forms for what backs a report and for quality assurance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.accuracy import AnchoredSentence
from evenhand.casework.quality import ABOUT, CHECKLIST, Reply, ReviewAnswer, checklist_faults
from evenhand.evidence.kinds import kind
from evenhand.web.design.jinja import moment_in_words, words
from evenhand.web.inspections.record import Recorded
from evenhand.web.reports.backed import TiesPage
from evenhand.web.reports.models import BestPracticeMarked, ChecklistAnswered
from evenhand.web.reports.reviewing import answers_in

SHORT = 160


def item_label(one: Recorded) -> str:
    """An item of evidence in one line."""
    known = kind(one.item.kind)
    said = one.item.said if len(one.item.said) <= SHORT else f"{one.item.said[:SHORT]}…"
    return f"{words(known.title) if known else one.item.kind}, {moment_in_words(one.item.occurred_at)}: {said}"


class TieForm(forms.Form):
    """What one sentence rests on."""

    sentence = forms.CharField(widget=forms.HiddenInput, max_length=200)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence"), required=False, widget=forms.CheckboxSelectMultiple
    )
    criteria = forms.MultipleChoiceField(
        label=gettext_lazy("Criteria"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, page: TiesPage, data: Any = None) -> None:
        chosen = page.chosen
        tie = chosen.tie if chosen else None
        initial = {
            "sentence": chosen.where.anchor if chosen else "",
            "based_on": page.version,
            "evidence": list(tie.evidence) if tie else [],
            "criteria": list(tie.criteria) if tie else [],
        }
        super().__init__(data, initial=initial)
        # What it was tied to under another judgement stays on offer, or saving would untie it unseen.
        here = {str(one.id) for one in page.items}
        more = [page.known[one] for one in (tie.evidence if tie else ()) if one not in here and one in page.known]
        self.fields["evidence"].choices = [(str(one.id), item_label(one)) for one in (*more, *page.items)]  # type: ignore[attr-defined]
        listed = {one.id for one in page.criteria}
        others = [(one, page.titles[one]) for one in (tie.criteria if tie else ()) if one not in listed]
        own = [(one.id, one.title) for one in page.criteria]
        self.fields["criteria"].choices = [*((a, b) for a, b in others if a in page.titles), *own]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Why a warning is harmless."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=10)
    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("This is harmless, because…"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why this is harmless: why nobody can be recognised by it")},
    )


class BestPracticeForm(forms.Form):
    """A passage of a judgement's text that others may learn from, with what it needs before it may be shown."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("The passage, word for word from the text of this judgement"),
        help_text=gettext_lazy("What the home does, and what it changed for children. Leave it empty to take it back."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    conditions = forms.CharField(
        label=gettext_lazy("Under which conditions it worked"),
        help_text=gettext_lazy(
            "How many children, which staff, since when, what it took, so that nobody copies it blindly."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    consent_by = forms.CharField(
        label=gettext_lazy("Who agreed for the home"),
        help_text=gettext_lazy("Their post, not their name. It is kept here and never published."),
        required=False,
        max_length=200,
    )
    consent_on = forms.DateField(
        label=gettext_lazy("On which day they agreed"),
        required=False,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter a day, for example 2026-09-08")},
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, items: tuple[Recorded, ...], newest: BestPracticeMarked | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"based_on": 0}
        if newest is not None:
            initial = {
                "based_on": newest.version,
                "text": newest.text,
                "conditions": newest.conditions,
                "consent_by": newest.consent_by,
                "consent_on": newest.consent_on,
                "evidence": newest.evidence,
            }
        super().__init__(data, initial=initial)
        self.fields["evidence"].choices = [(str(one.id), item_label(one)) for one in items]  # type: ignore[attr-defined]


_REPLIES = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("not_applicable", gettext_lazy("Not applicable")),
]


class ChecklistForm(forms.Form):
    """The reviewer's checklist: an answer and a note for each question; some may stay open."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, newest: ChecklistAnswered | None, version: int, data: Any = None) -> None:
        initial: dict[str, Any] = {"version": version, "based_on": newest.version if newest else 0}
        for name, one in answers_in(newest).items():
            initial |= {name: one.reply.value, f"note-{name}": one.note}
        super().__init__(data, initial=initial)
        for question in CHECKLIST:
            self.fields[question.id] = forms.ChoiceField(
                label=words(question.words),
                help_text=words(question.hint),
                required=False,
                choices=_REPLIES[:2] if question.always else _REPLIES,
                widget=forms.RadioSelect,
            )
            self.fields[f"note-{question.id}"] = forms.CharField(
                label=_("Note"), required=False, max_length=4000, widget=forms.Textarea
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its note."""
        return [(self[one.id], self[f"note-{one.id}"]) for one in CHECKLIST]

    @property
    def answers(self) -> dict[str, ReviewAnswer]:
        """What was answered, by question id."""
        sent = self.cleaned_data
        return {
            one.id: ReviewAnswer(Reply(sent[one.id]), sent.get(f"note-{one.id}", ""))
            for one in CHECKLIST
            if sent.get(one.id)
        }

    def clean(self) -> dict[str, Any]:
        """A no, and what does not apply, need a note."""
        cleaned = super().clean() or {}
        for name, message in checklist_faults(self.answers):
            self.add_error(f"note-{name}", words(message))
        return cleaned


class CommentForm(forms.Form):
    """A reviewer's comment on a sentence, or on the text as a whole."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    anchor = forms.ChoiceField(label=gettext_lazy("Which words?"), required=False, widget=forms.RadioSelect)
    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the comment is about")},
    )
    text = forms.CharField(
        label=gettext_lazy("What has to change?"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write what has to change")},
    )

    def __init__(self, sentences: tuple[AnchoredSentence, ...], version: int, data: Any = None) -> None:
        super().__init__(data, initial={"version": version, "anchor": ""})
        whole = _("This text as a whole") if sentences else _("The report as a whole")
        self.fields["anchor"].choices = [("", whole), *((one.anchor, one.text) for one in sentences)]  # type: ignore[attr-defined]
        self.fields["about"].choices = [(one.value, words(label)) for one, label in ABOUT.items()]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """The next step of a comment, with words."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=[("answered", "answered"), ("resolved", "resolved"), ("open", "open")],
        error_messages={
            "required": gettext_lazy("Choose what to do"),
            "invalid_choice": gettext_lazy("Choose what to do"),
        },
    )
    text = forms.CharField(label=gettext_lazy("Your words"), required=False, max_length=4000, widget=forms.Textarea)

    def __init__(self, seen: int, data: Any = None) -> None:
        super().__init__(data, initial={"based_on": seen})

    def clean(self) -> dict[str, Any]:
        """Only resolving needs no words."""
        cleaned = super().clean() or {}
        if cleaned.get("state") in ("answered", "open") and not cleaned.get("text", "").strip():
            self.add_error("text", _("Write what was done, or what is still missing"))
        return cleaned
