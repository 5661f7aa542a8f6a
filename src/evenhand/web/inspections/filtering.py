"""Which evidence somebody looks for. A value that makes no sense is left out, never an error page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.types import Heading
from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import KINDS
from evenhand.web.design.jinja import words


class EvidenceFilter(forms.Form):
    """Kind, judgement and criterion; every one may stay open."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    judgement = forms.ChoiceField(label=gettext_lazy("Judgement"), required=False)
    criterion = forms.ChoiceField(label=gettext_lazy("Criterion"), required=False)

    def __init__(self, data: Any, groups: Sequence[Heading]) -> None:
        super().__init__(data)
        everything = ("", _("Any"))
        self.fields["kind"].choices = [everything, *((kind.id, words(kind.title)) for kind in KINDS)]  # type: ignore[attr-defined]
        self.fields["judgement"].choices = [everything, *((one.id, one.title) for one in groups)]  # type: ignore[attr-defined]
        criteria = [(one.id, one.title) for group in groups for one in group.criteria]
        self.fields["criterion"].choices = [everything, *criteria]  # type: ignore[attr-defined]
        self.is_valid()
        wanted = {name: self.cleaned_data.get(name, "") for name in self.fields}
        self._kind, self._criterion = wanted["kind"], wanted["criterion"]
        self._criteria = [
            frozenset(one.id for group in groups for one in group.criteria if name in (group.id, one.id))
            for name in (wanted["judgement"], wanted["criterion"])
            if name
        ]
        # The filter is not a form to be corrected: what cannot be read means “any”.
        self._errors = None  # type: ignore[assignment]

    @property
    def criterion_ids(self) -> tuple[str, ...]:
        """The one criterion that is looked for; none while any will do."""
        return (self._criterion,) if self._criterion else ()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self._kind or self._criteria)

    def lets_through(self, item: EvidenceItem) -> bool:
        """Whether the item is what somebody looks for."""
        if self._kind and item.kind != self._kind:
            return False
        return all(criteria.intersection(item.criteria) for criteria in self._criteria)
