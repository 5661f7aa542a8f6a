"""What to count: basis, days, judgement and filters. A value that makes no sense is left out, never an error page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.statistics.model import Asked, Basis, By
from evenhand.web.statistics.queries import Counted

JUDGEMENTS = (
    ("overall", gettext_lazy("Overall")),
    ("helped_protected", gettext_lazy("How well children are helped and protected")),
    ("leaders_managers", gettext_lazy("Leaders and managers")),
    ("outcomes", gettext_lazy("Outcomes (until 2018)")),
    ("quality_of_care", gettext_lazy("Quality of care (until 2018)")),
)


class AskForm(forms.Form):
    """The filters of a table."""

    basis = forms.ChoiceField(label=gettext_lazy("Basis"), required=False)
    since = forms.ChoiceField(label=gettext_lazy("First year of inspections"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("Last year of inspections"), required=False)
    at = forms.ChoiceField(label=gettext_lazy("Latest inspections at"), required=False)
    judgement = forms.ChoiceField(label=gettext_lazy("Judgement"), required=False, choices=JUDGEMENTS)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    provision = forms.ChoiceField(label=gettext_lazy("Kind of home"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of inspection"), required=False)
    homes = forms.ChoiceField(label=gettext_lazy("Homes"), required=False)

    def __init__(self, data: Any, held: Counted, by: By) -> None:
        self.by, self.held = by, held
        years = sorted({_starts(one.on) for one in held.rows}) or [_starts(date.today())]
        self.years = list(range(years[0], years[-1] + 1))
        choices: dict[str, list[tuple[str, Any]]] = {
            "basis": [
                (Basis.PERIOD.value, _("Inspections in a period")),
                (Basis.LATEST.value, _("Latest inspection of each home at a date")),
            ],
            "since": [(str(one), f"{one}-{(one + 1) % 100:02d}") for one in self.years],
            "until": [(str(one), f"{one}-{(one + 1) % 100:02d}") for one in reversed(self.years)],
            "at": [(one.isoformat(), date_format(one, "j F Y")) for one in held.files],
            "homes": [("", _("Real ones")), ("fictional", _("Fictional ones only"))],
        }
        for name, values in (
            ("region", held.regions),
            ("sector", held.sectors),
            ("provision", held.provisions),
            ("kind", held.kinds),
        ):
            choices[name] = [("", _("Any")), *((one, one) for one in values if one)]
        usual = {"basis": Basis.LATEST.value if by is By.AUTHORITY and held.files else Basis.PERIOD.value}
        usual |= {"since": str(self.years[0]), "until": str(self.years[-1]), "judgement": "overall"}
        usual |= {"at": held.files[0].isoformat()} if held.files else {}
        given: dict[str, Any] = {**usual, **{name: data[name] for name in data if name in self.base_fields}}
        super().__init__(given)
        for name, found in choices.items():
            self.fields[name].choices = found
            if given.get(name) not in dict(found):
                given[name] = usual.get(name, "")
        if given["judgement"] not in dict(JUDGEMENTS):
            given["judgement"] = "overall"

    @property
    def asked(self) -> Asked:
        """What is counted."""
        first, last = sorted((int(self.data["since"]), int(self.data["until"])))
        is_latest = self.data["basis"] == Basis.LATEST.value and bool(self.held.files)
        return Asked(
            by=self.by,
            basis=Basis.LATEST if is_latest else Basis.PERIOD,
            first=date(first, 4, 1),
            last=date.fromisoformat(self.data["at"]) if is_latest else date(last + 1, 3, 31),
            judgement=self.data["judgement"],
            fictional=self.data.get("homes") == "fictional",
            **{name: self.data.get(name, "") for name in ("region", "sector", "provision", "kind")},
        )


def _starts(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1
