"""Forms of the time with the provider. Whatever is written is asked about names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.accuracy import AnswerOutcome, CommentKind, outcomes_for
from evenhand.casework.complaints import ComplaintOutcome
from evenhand.web.accuracy.texts import MOST
from evenhand.web.accuracy.words import COMMENT_KINDS, COMPLAINT_OUTCOMES, OUTCOMES
from evenhand.web.design.jinja import words
from evenhand.web.preparation.forms import QuestionsNames
from evenhand.web.preparation.storing import LARGEST, refused

RELOAD = dict.fromkeys(("required", "invalid", "min_value"), gettext_lazy("Load the page again"))


def _text(label: Any, hint: Any, missing: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=missing is not None,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea,
        error_messages={
            "required": missing or "",
            "max_length": gettext_lazy("Write at most %(limit_value)d characters"),
        },
    )


class CommentForm(QuestionsNames):
    """A comment on a sentence of the draft, or on the whole, with the evidence offered."""

    written = ("wrong", "should_say", "offered")
    anchor = forms.CharField(required=False, max_length=250, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is your comment about?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what your comment is about")),
    )
    wrong = _text(
        gettext_lazy("What is wrong or missing?"),
        gettext_lazy("Initials only, never a name of a child or a member of staff."),
        gettext_lazy("Write what is wrong or missing"),
    )
    should_say = _text(gettext_lazy("What should it say? (optional)"), "")
    offered = _text(
        gettext_lazy("What shows it? (optional)"),
        gettext_lazy("Name the record, its date and where it can be seen. You can send a copy below."),
    )
    file = forms.FileField(
        label=gettext_lazy("A copy of the evidence (optional)"),
        help_text=gettext_lazy(
            "PDF, Word (DOCX), text, CSV, PNG or JPEG, at most 5 MB. Only the inspectorate can open it. The name of "
            "the file is not kept."
        ),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, data: Any = None, files: Any = None, *, anchor: str = "") -> None:
        super().__init__(data, files, initial={"anchor": anchor})
        field = self.fields["kind"]
        field.choices = [(one.value, str(COMMENT_KINDS[one][0])) for one in CommentKind]  # type: ignore[attr-defined]
        field.choice_hints = {one.value: str(COMMENT_KINDS[one][1]) for one in CommentKind}  # type: ignore[attr-defined]

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


class ReasonForm(QuestionsNames):
    """One text that an act needs."""

    written = ("reason",)
    reason = _text("", "", gettext_lazy("Write the reasons"))

    def __init__(self, data: Any = None, *, label: Any, hint: Any = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class AnswerForm(ReasonForm):
    """The answer to a comment, with the reason that the provider reads."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose an answer")),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput, error_messages=RELOAD)

    def __init__(self, data: Any = None, *, kind: CommentKind, version: int, initial: dict[str, Any]) -> None:
        label, hint = _("Your reason"), _("The provider reads it. Say what was looked at and what it showed.")
        super().__init__(data, label=label, hint=hint, initial={"based_on": version, **initial})
        choices = [(one.value, str(OUTCOMES[one][0])) for one in outcomes_for(kind)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["outcome"].initial = AnswerOutcome.ANOTHER_ROUTE.value
        self.order_fields(["outcome", "reason", "based_on"])


class ChangedForm(forms.Form):
    """In which version of the report something is."""

    version = forms.TypedChoiceField(
        label=gettext_lazy("In which version of the report is it?"),
        coerce=int,
        widget=forms.Select,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a version")),
    )

    def __init__(self, data: Any = None, *, versions: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["version"].choices = [  # type: ignore[attr-defined]
            (one, _("Version %(n)s") % {"n": one}) for one in versions
        ]


class OutcomeForm(ReasonForm):
    """What the answer to a complaint comes to, with the reasons."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What does the answer come to?"),
        widget=forms.RadioSelect,
        choices=[(one.value, COMPLAINT_OUTCOMES[one][0]) for one in ComplaintOutcome],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what the answer comes to")),
    )
    field_order = ("outcome", "reason")


class ConfirmForm(forms.Form):
    """Nothing but the button."""
