"""Choosing two versions to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from evenhand.web.frameworks.queries import Held, held


class CompareForm(forms.Form):
    """Any two versions on the shelf, which must be two."""

    old = forms.ChoiceField(label=_("From"), error_messages={"required": _("Choose the version to begin with")})
    new = forms.ChoiceField(label=_("To"), error_messages={"required": _("Choose the version to compare it with")})

    def __init__(self, *args: Any, shelf: Sequence[Held] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = held() if shelf is None else shelf
        choices = [
            ("", _("Choose a version")),
            *((one.version.pk, f"{one.version.pk} – {one.version.title}") for one in rows),
        ]
        for name in ("old", "new"):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = choices
            field.error_messages["invalid_choice"] = _("There is no version “%(value)s” on the shelf; choose another")

    @classmethod
    def of_the_last_two(cls, shelf: Sequence[Held]) -> CompareForm:
        """A form that begins with the newest version and the one before it, when there are two."""
        names = [one.version.pk for one in shelf[-2:]]
        return cls(shelf=shelf, initial=dict(zip(("old", "new"), names, strict=True)) if len(names) == 2 else None)

    def clean(self) -> dict[str, Any]:
        """Two different versions."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("old") and data.get("old") == data.get("new"):
            self.add_error("new", _("You chose the same version twice; choose another one to compare it with"))
        return data
