"""The one search of the public site: by unique reference number."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from evenhand.web.public.queries import is_listed, tidy_urn


class FindForm(forms.Form):
    """A home by its URN; never by name or postcode, because a public page must not locate a home."""

    urn = forms.CharField(
        label=_("Unique reference number (URN)"),
        help_text=_("For example SC012345, 1234567 or FICTION1. It is on every report and register entry."),
        max_length=40,
        error_messages={
            "required": _("Enter a unique reference number"),
            "max_length": _("A unique reference number has at most 20 letters and digits"),
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_urn(self) -> str:
        """The URN of a home in the register."""
        urn = tidy_urn(self.cleaned_data["urn"])
        if urn is None:
            raise forms.ValidationError(
                _("A unique reference number has only letters and digits, such as SC012345"), code="malformed"
            )
        if not is_listed(urn):
            raise forms.ValidationError(
                _("No children’s home with the number %(urn)s is in this copy of the register"),
                code="unknown",
                params={"urn": urn},
            )
        return urn
