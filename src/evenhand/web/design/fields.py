"""A form field as the values that a component needs, so that templates hold no decisions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

_TYPES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
# The browser's own limits cut text off without a word; the server refuses it with one.
_NOT_PASSED_ON = frozenset({"class", "maxlength", "minlength", "required", "rows", "cols"})


def parts(field: forms.BoundField, hint_html: Any = None) -> dict[str, Any]:
    """What `ui.field` shows: kind, name, id, label, value, items, hint, error and attributes.

    A form field may carry `choice_hints` and `choice_disabled`, dictionaries by choice value: a hint under a choice,
    and the choices that cannot be taken (true).
    """
    widget = field.field.widget
    kind = next((kind for one, kind in _TYPES if isinstance(widget, one)), "input")
    hint = conditional_escape(hint_html if hint_html is not None else field.help_text)
    return {
        "kind": kind,
        "type": _input_type(widget),
        "name": field.html_name,
        "id": field.auto_id or field.html_name,
        "label": field.label,
        "value": _value(field, widget, kind),
        "items": _items(field) if kind in ("checkboxes", "radios", "select") else [],
        "checked": kind == "checkbox" and bool(field.value()),
        "hint": {"html": hint} if hint else None,
        "error": {"text": field.errors[0], "visuallyHiddenText": _("Error")} if field.errors else None,
        "attributes": {name: value for name, value in widget.attrs.items() if name not in _NOT_PASSED_ON},
        "classes": widget.attrs.get("class", ""),
    }


def error_list(form: forms.BaseForm) -> list[dict[str, str | None]]:
    """Every error of a form with the place it leads to; faults of the form as a whole lead nowhere."""
    return [
        {"text": str(message), "href": f"#{form[name].auto_id}" if name in form.fields else None}
        for name, messages in form.errors.items()
        for message in messages
    ]


def _input_type(widget: forms.Widget) -> str:
    # Django calls days and moments plain text; browsers have better.
    if isinstance(widget, forms.DateTimeInput):
        return "datetime-local"
    if isinstance(widget, forms.DateInput):
        return "date"
    return getattr(widget, "input_type", None) or "text"


def _value(field: forms.BoundField, widget: forms.Widget, kind: str) -> Any:
    value = field.value()
    if kind in ("password", "file") or value is None:
        return ""
    if kind == "checkboxes":
        return [str(one) for one in value]
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if kind in ("input", "hidden"):
        return widget.format_value(value) or ""
    return str(value)


def _items(field: forms.BoundField) -> list[dict[str, Any]]:
    value = field.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value]) if one is not None}
    hints = getattr(field.field, "choice_hints", {})
    closed = getattr(field.field, "choice_disabled", {})
    items = []
    for key, text in _flat(field.field.widget.choices):  # type: ignore[attr-defined]
        here = "" if key is None else str(key)
        is_chosen = here in chosen
        item = {
            "value": here,
            "text": text,
            "checked": is_chosen,
            "selected": is_chosen,
            "disabled": bool(closed.get(here)),
        }
        if hints.get(here):
            item["hint"] = {"html": conditional_escape(hints[here])}
        items.append(item)
    return items


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat = []
    for key, text in choices:
        flat += list(text) if isinstance(text, list | tuple) else [(key, text)]
    return flat
