"""Forms to look through the log and to check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.web.audit.queries import Wanted
from evenhand.web.audit.sentences import action_in_words


class WantedForm(forms.Form):
    """Which events to show; every field may stay empty."""

    action = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Select an action from the list")},
    )
    kind = forms.SlugField(label=gettext_lazy("Kind of subject"), required=False, max_length=40)
    id = forms.CharField(label=gettext_lazy("Name or number of the subject"), required=False, max_length=80)

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Anything")), *((one, action_in_words(one)) for one in actions)]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; fields that could not be understood are left open."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(action=given.get("action", ""), kind=given.get("kind", ""), id=given.get("id", ""))


class NotedForm(forms.Form):
    """A digest noted earlier, to see that nothing before it was rewritten or removed."""

    noted = forms.CharField(
        label=gettext_lazy("A digest you noted earlier (optional)"),
        help_text=gettext_lazy(
            "64 letters and figures. With it, events removed from the end of the log are found as well."
        ),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        validators=[
            RegexValidator(
                r"^[0-9a-f]{64}\Z", gettext_lazy("Enter the whole digest: 64 figures and letters from a to f")
            )
        ],
        error_messages={"max_length": gettext_lazy("Enter the whole digest: 64 figures and letters from a to f")},
    )
