"""A jotting put back into a form."""

from __future__ import annotations

from django import forms

from evenhand.web.jottings.models import Jotting


def restore(form: forms.Form, jotting: Jotting, leave: frozenset[str] = frozenset()) -> None:
    """Let an unsent form begin with what was kept, as it was written: nothing of it counts as sent or checked.

    What the form is based on comes back too, so a change by somebody else meanwhile is met as a conflict.
    """
    for name, values in jotting.values.items():
        field = form.fields.get(name)
        if field is None or name in leave or not values:
            continue
        field.initial = values if isinstance(field, forms.MultipleChoiceField) else values[0]
    # A box or a choice that was kept empty is not in what a browser sends.
    for name, field in form.fields.items():
        if name not in jotting.values and isinstance(field, forms.MultipleChoiceField):
            field.initial = []
