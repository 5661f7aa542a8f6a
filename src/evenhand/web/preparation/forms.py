"""Forms of preparation: something sent, why it was a mistake, Annex A, lines of enquiry. Names are questioned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.preparation import annex_a
from evenhand.casework.preparation.kinds import SubmissionKind
from evenhand.evidence.names import possible_names
from evenhand.evidence.spec import Question
from evenhand.findings import BadInput
from evenhand.web.design.jinja import words
from evenhand.web.preparation.storing import LARGEST, refused

SEPARATOR = "\n"
WIDE_DATE = {"class": "govuk-input--width-10"}
WRONG_DAY = {
    "required": gettext_lazy("Enter the day"),
    "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
}


class QuestionsNames(forms.Form):
    """A form that questions what looks like a name, and can show the faults that an act found, each at its field."""

    names_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    not_names = forms.BooleanField(
        label=gettext_lazy("It is not a person’s name"), required=False, widget=forms.CheckboxInput
    )
    written: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Ask the writer about what looks like a name, unless they have answered for exactly that."""
        data = self.cleaned_data
        self.names = possible_names(str(data.get(name) or "") for name in self.written)
        asked = set(str(data.get("names_asked", "")).split(SEPARATOR))
        if self.names and not (data.get("not_names") and asked >= set(self.names)):
            message = _("“%(names)s” looks like a name: use initials, or say that it is not a person’s name")
            self.add_error("not_names", message % {"names": "”, “".join(self.names)})
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent["names_asked"], sent["not_names"] = SEPARATOR.join(self.names), ""
            self.data = sent
        return data

    def add_faults(self, refused: BadInput) -> None:
        """Show what an act refused; a fault without a field of ours stands above the form."""
        for finding in refused.findings:
            field = finding.where.field
            self.add_error(field if field in self.fields else None, words(finding.message))


class SubmissionForm(QuestionsNames):
    """Something sent about a home, with the questions of its kind, and a file if there is one."""

    day = forms.DateField(widget=forms.DateInput(attrs=WIDE_DATE), error_messages=WRONG_DAY)
    file = forms.FileField(
        label=gettext_lazy("A file, if there is one"),
        help_text=gettext_lazy(
            "PDF, Word (DOCX), text, CSV, PNG or JPEG, at most 5 MB. Only the inspectorate can open it. The name of "
            "the file is not kept."
        ),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, data: Any = None, files: Any = None, *, kind: SubmissionKind) -> None:
        super().__init__(data, files)
        self.kind = kind
        self.fields["day"].label = words(kind.day_label)
        for question in kind.questions:
            self.fields[question.id] = field_of(question)
        self.written = tuple(one.id for one in kind.questions if one.is_free_text)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the kind, in its order."""
        return [self[one.id] for one in self.kind.questions]

    def clean_file(self) -> bytes | None:
        """The bytes of the file, once its size and type are known to be right."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is None:
            return None
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Make it smaller, or send it in parts."))
        content: bytes = file.read()
        reason = refused(content)
        if reason is not None:
            raise forms.ValidationError(words(reason))
        return content

    @property
    def answers(self) -> dict[str, str]:
        """The answers as texts, by question."""
        given = ((one.id, self.cleaned_data.get(one.id)) for one in self.kind.questions)
        return {name: str(value).replace("\r\n", "\n") for name, value in given if value not in (None, "")}


def field_of(question: Question) -> forms.Field:
    """The form field of a question."""
    label, hint = words(question.label), words(question.hint) if question.hint else ""
    if question.options:
        return forms.ChoiceField(
            label=label,
            help_text=hint,
            widget=forms.RadioSelect,
            choices=[(one.value, words(one.label)) for one in question.options],
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the answers")),
        )
    if question.numbers:
        low, high = question.numbers
        message = _("Enter a whole number from %(low)s to %(high)s") % {"low": low, "high": high}
        return forms.IntegerField(
            label=label,
            help_text=hint,
            min_value=low,
            max_value=high,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
        )
    if not question.required:
        label = _("%(label)s (optional)") % {"label": label}
    return forms.CharField(
        label=label,
        help_text=hint,
        required=question.required,
        max_length=question.max_length,
        widget=forms.Textarea,
        error_messages={"required": _("Answer this question"), "max_length": _("Write at most 4000 characters")},
    )


def _sentences(label: Any, hint: Any, missing: Any, *, required: bool = True, most: int = 500) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.Textarea,
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("Write at most %(limit_value)d characters"),
        },
    )


class WithdrawForm(QuestionsNames):
    """Why something sent was a mistake."""

    written = ("reason",)
    reason = _sentences(
        gettext_lazy("Why was it a mistake?"),
        gettext_lazy("What was sent stays readable with this reason. Initials only, never a name."),
        gettext_lazy("Write why it was a mistake"),
    )


class AnnexAForm(QuestionsNames):
    """Annex A: figures since the last full inspection, who completed it and when; a reason from the second time on."""

    written = ("post", "reason")
    post = forms.CharField(
        label=gettext_lazy("Post of the person who completes it"),
        help_text=gettext_lazy("For example: deputy manager. Never a name."),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the post of the person who completes it")},
    )
    completed_on = forms.DateField(
        label=gettext_lazy("On which day is it completed?"),
        widget=forms.DateInput(attrs=WIDE_DATE),
        error_messages=WRONG_DAY,
    )
    reason = _sentences(
        gettext_lazy("Why are the figures given again?"),
        gettext_lazy("The earlier version is kept. For example: two absences in May were left out."),
        gettext_lazy("Write why the figures are given again"),
    )
    based_on = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), gettext_lazy("Load the page again")),
    )

    def __init__(self, data: Any = None, *, version: int, figures: dict[str, int] | None = None) -> None:
        super().__init__(data)
        for question in annex_a.QUESTIONS:
            self.fields[question.id] = field_of(question)
            self.fields[question.id].initial = (figures or {}).get(question.id)
        self.fields["based_on"].initial = version
        self.fields["completed_on"].initial = timezone.localdate()
        if not version:
            del self.fields["reason"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The figures, in their order."""
        return [self[one.id] for one in annex_a.QUESTIONS]

    @property
    def figures(self) -> dict[str, int]:
        """The figures by question."""
        return {one.id: self.cleaned_data[one.id] for one in annex_a.QUESTIONS}

    def clean(self) -> dict[str, Any]:
        """What a form needs, and what the figures say of each other."""
        data = super().clean()
        if all(data.get(one.id) is not None for one in annex_a.QUESTIONS):
            for field, message in annex_a.faults(self.figures):
                self.add_error(field, words(message))
        return data


class DecideForm(QuestionsNames):
    """Whether a line of enquiry is taken up, or dropped and why."""

    written = ("reason",)
    state = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        widget=forms.RadioSelect,
        choices=[("taken_up", gettext_lazy("Take it up")), ("dropped", gettext_lazy("Drop it"))],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose whether to take the line up or drop it")
        ),
    )
    reason = _sentences(gettext_lazy("If you drop it: why?"), "", gettext_lazy("Write why you drop it"), required=False)
    based_on = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), gettext_lazy("Load the page again")),
    )


class OwnLineForm(QuestionsNames):
    """A line of enquiry of the team's own."""

    written = ("what", "why")
    what = _sentences(
        gettext_lazy("What do you want to look into?"),
        gettext_lazy("Initials only, never a name."),
        gettext_lazy("Write what to look into"),
    )
    why = _sentences(gettext_lazy("Why?"), "", gettext_lazy("Write why"), most=2000)
