"""What somebody writes who wants an alert: an address, and nothing else."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """An e-mail address."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link to it. Nothing is kept until you open that link and confirm."),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address in the right form, such as name@example.org"),
            "max_length": _("An e-mail address has at most 254 characters"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
