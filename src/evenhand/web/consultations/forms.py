"""Forms: what people send in, and what those who keep a consultation write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.consultation import personal, table
from evenhand.consultation.account import DECISION_WORDS, Answer, Decision
from evenhand.consultation.model import Consultation
from evenhand.consultation.responses import MAX_COMMENT, Given
from evenhand.consultation.results import Results, hidden_kinds
from evenhand.consultation.words import AGREEMENT_WORDS, KIND_WORDS, Agreement, Respondent
from evenhand.framework.reading import MAX_BYTES
from evenhand.web.consultations.actions.screening import Decided
from evenhand.web.consultations.models import AnswerGiven
from evenhand.web.design.jinja import words
from evenhand.web.design.uploads import yaml_text


class RespondForm(forms.Form):
    """One response: who in kind, an answer and a comment for each question. It asks for nothing else.

    `website` is a box that people do not see; whatever fills it in is a machine.
    """

    form = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    kind = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        help_text=gettext_lazy("This is shown in numbers only, and not at all where few people of a kind respond."),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Select who you are"),
            "invalid_choice": gettext_lazy("Select who you are from the list"),
        },
    )

    def __init__(self, content: Consultation, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.content = content
        self.fields["kind"].choices = [(kind.value, words(KIND_WORDS[kind])) for kind in content.respondents]
        for question in content.questions:
            self.fields[f"answer-{question.id}"] = forms.ChoiceField(
                label=question.text,
                required=False,
                widget=forms.RadioSelect,
                choices=[*((one.value, words(AGREEMENT_WORDS[one])) for one in Agreement), ("", _("No answer"))],
                error_messages={"invalid_choice": _("Select an answer from the list")},
            )
            self.fields[f"comment-{question.id}"] = forms.CharField(
                label=_("Why? (optional)"),
                help_text=_("Do not write names, addresses or anything that says who or where somebody is."),
                required=False,
                max_length=MAX_COMMENT,
                widget=forms.Textarea,
            )

    def clean_website(self) -> str:
        """Refuse what a machine filled in; a person whose browser did so can empty the box."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the hidden box “website” empty and send the form again"))
        return ""

    def clean(self) -> dict[str, Any]:
        """At least one answer or comment."""
        cleaned = super().clean() or {}
        if not any(value for name, value in cleaned.items() if name.startswith(("answer-", "comment-"))):
            self.add_error(None, _("Answer at least one question, or write a comment"))
        return cleaned

    def of(self, question: str) -> tuple[forms.BoundField, forms.BoundField]:
        """The two fields of a question."""
        return self[f"answer-{question}"], self[f"comment-{question}"]

    @property
    def who(self) -> Respondent:
        """The kind that was chosen."""
        return Respondent(self.cleaned_data["kind"])

    @property
    def given(self) -> dict[str, Given]:
        """What was given, by question."""
        cleaned = self.cleaned_data
        return {
            one.id: Given(
                one.id,
                Agreement(cleaned[f"answer-{one.id}"]) if cleaned[f"answer-{one.id}"] else None,
                cleaned[f"comment-{one.id}"],
            )
            for one in self.content.questions
        }


class ConsultationForm(forms.Form):
    """The file of a new consultation."""

    file = forms.FileField(
        label=gettext_lazy("Consultation as a YAML file"),
        error_messages={
            "required": gettext_lazy("Select a YAML file"),
            "empty": gettext_lazy("The file is empty. Select the YAML file of the consultation"),
        },
    )

    def clean_file(self) -> tuple[str, str]:
        """The name and the text of the file."""
        file = self.cleaned_data["file"]
        return file.name, yaml_text(file, MAX_BYTES, _("The file is larger than 2 MB"))


class ResponsesForm(forms.Form):
    """A file of responses."""

    file = forms.FileField(
        label=gettext_lazy("Responses as a CSV file"),
        help_text=gettext_lazy("Up to 5 MB. The first line names the columns."),
        error_messages={
            "required": gettext_lazy("Select a CSV file"),
            "empty": gettext_lazy("The file is empty. Select the CSV file with the responses"),
        },
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The name and the bytes of the file, once its size allows reading them."""
        file = self.cleaned_data["file"]
        if file.size > table.MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it"))
        return file.name, file.read()


class ScreeningForm(forms.Form):
    """A page of comments, each with the question whether anybody may read it.

    Fields are named by reference: numbers of the database follow each other where one person wrote several comments.
    """

    def __init__(self, comments: Iterable[AnswerGiven], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.numbers = {one.reference: one.pk for one in comments}
        for one in comments:
            found = [f"“{clue.found}” ({words(clue.looks_like)})" for clue in personal.clues(one.comment)]
            hint = _("Look at: %(clues)s") % {"clues": ", ".join(found)} if found else ""
            self.fields[f"decision-{one.reference}"] = forms.ChoiceField(
                label=one.comment,
                help_text=hint,
                required=False,
                initial=one.decision,
                widget=forms.RadioSelect,
                choices=[("cleared", _("Anybody may read it")), ("held", _("Keep it back"))],
            )

    @property
    def decisions(self) -> dict[int, Decided]:
        """What was decided, by number of the comment."""
        found = {name.removeprefix("decision-"): value for name, value in self.cleaned_data.items() if value}
        return {self.numbers[reference]: value for reference, value in found.items()}


class AnswerForm(forms.Form):
    """The answer to one proposal."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("What became of the proposal?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what became of the proposal")},
    )
    said = forms.CharField(
        label=gettext_lazy("You said"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Enter what people said")},
    )
    did = forms.CharField(
        label=gettext_lazy("We did"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Enter what was done about it")},
    )
    comments = forms.CharField(
        label=gettext_lazy("Comments behind it"),
        help_text=gettext_lazy("References of comments that anybody may read, one a line."),
        required=False,
        widget=forms.Textarea,
    )
    pilot_cases = forms.CharField(
        label=gettext_lazy("Cases of the pilot behind it"),
        help_text=gettext_lazy("One a line. Never the name of a home or a person."),
        required=False,
        widget=forms.Textarea,
    )
    clauses = forms.CharField(
        label=gettext_lazy("Clauses of the published version"),
        help_text=gettext_lazy("Ids, one a line. Leave this empty while no version is published."),
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, proposal: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.proposal = proposal
        self.fields["decision"].choices = [(one.value, words(DECISION_WORDS[one])) for one in Decision]

    @classmethod
    def showing(cls, proposal: str, version: int, answer: Answer | None) -> AnswerForm:
        """A form with the answer as it stands."""
        initial: dict[str, Any] = {"based_on": version}
        if answer is not None:
            initial |= {"decision": answer.decision.value, "said": answer.said, "did": answer.did}
            initial |= {name: "\n".join(getattr(answer, name)) for name in ("comments", "pilot_cases", "clauses")}
        return cls(proposal, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Build the answer; what it refuses is an error of the form."""
        cleaned = super().clean() or {}
        if not self.errors:
            listed = {name: tuple(cleaned[name].split("\n")) for name in ("comments", "pilot_cases", "clauses")}
            lists = {name: [line.strip() for line in lines if line.strip()] for name, lines in listed.items()}
            texts = {name: cleaned[name] for name in ("decision", "said", "did")}
            try:
                self.answer = Answer.model_validate({"proposal": self.proposal, **texts, **lists})
            except ValueError as error:
                for fault in getattr(error, "errors", list)():
                    field = str(fault["loc"][0]) if fault["loc"] else None
                    self.add_error(field if field in self.fields else None, _("Check this: one id or case a line"))
        return cleaned


class PublishForm(forms.Form):
    """Which published version carries the answers."""

    version = forms.ChoiceField(label=gettext_lazy("Published version that carries the answers"), required=False)

    def __init__(self, versions: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].choices = [("", _("None is published yet")), *((one, one) for one in versions)]


class CommentFilter(forms.Form):
    """Which comments to show. A value that makes no sense is left out, never an error page."""

    question = forms.ChoiceField(label=gettext_lazy("Question"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of respondent"), required=False)

    def __init__(self, data: Any, results: Results) -> None:
        super().__init__(data)
        content, hidden = results.consultation, hidden_kinds(results)
        questions = [(one.id, f"{one.id}: {one.text}") for one in content.questions]
        self.fields["question"].choices = [("", _("Any")), *questions]
        kinds = [(one.value, words(KIND_WORDS[one])) for one in content.respondents if one not in hidden]
        few = [("few", _("Kinds with few responses"))] if hidden else []
        self.fields["kind"].choices = [("", _("Any")), *kinds, *few]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
