"""Texts that somebody uploads: small enough, and readable."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _


def yaml_text(file: UploadedFile, most: int, too_large: str) -> str:
    """The text of an uploaded YAML file of at most so many bytes; raises ValidationError that says what to do."""
    if (file.size or 0) > most:
        raise forms.ValidationError(too_large)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("The file is not text in UTF-8. Save it as UTF-8 and upload it again")) from None
    if "\0" in text:
        raise forms.ValidationError(_("The file is not text. Select a YAML file"))
    return text
