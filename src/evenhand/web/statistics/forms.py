"""What to count: basis, days, judgement and filters. A value that makes no sense is left out, never an error page."""

from __future__ import annotations

from collections import Counter
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
        fictional = data.get("homes") == "fictional"
        self.counts = Counter(_starts(one.on) for one in held.rows if one.fictional == fictional)
        years = sorted(self.counts) or [_starts(date.today())]
        self.years = list(range(years[0], years[-1] + 1))
        choices, usual = self._choices(), self._usual()
        given: dict[str, Any] = {**usual, **{name: data[name] for name in data if name in self.base_fields}}
        super().__init__(given)
        for name, found in choices.items():
            self.fields[name].choices = found
            if given.get(name) not in dict(found):
                given[name] = usual.get(name, "")
        if given["judgement"] not in dict(JUDGEMENTS):
            given["judgement"] = "overall"

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        held = self.held
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
        return choices

    def _usual(self) -> dict[str, str]:
        held = self.held
        is_latest = self.by is By.AUTHORITY and bool(held.files)
        usual = {"basis": Basis.LATEST.value if is_latest else Basis.PERIOD.value, "judgement": "overall"}
        usual |= {"since": str(self.years[0]), "until": str(self.years[-1])}
        return usual | ({"at": held.files[0].isoformat()} if held.files else {})

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


class CompareForm(AskForm):
    """Two periods, or two days, and one set of filters."""

    since_2 = forms.ChoiceField(label=gettext_lazy("Second period: first year"), required=False)
    until_2 = forms.ChoiceField(label=gettext_lazy("Second period: last year"), required=False)
    at_2 = forms.ChoiceField(label=gettext_lazy("Second date"), required=False)
    field_order = ("basis", "since", "until", "since_2", "until_2", "at", "at_2", "judgement")

    def __init__(self, data: Any, held: Counted) -> None:
        super().__init__(data, held, By.PERIOD)
        self.fields["since"].label = _("First period: first year")
        self.fields["until"].label = _("First period: last year")
        self.fields["at"].label = _("First date")

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        choices = super()._choices()
        return {**choices, **{f"{name}_2": choices[name] for name in ("since", "until", "at")}}

    def _usual(self) -> dict[str, str]:
        usual, files = super()._usual(), self.held.files
        last = self.years[-1]
        # Years without a file of their own hold a few inspections only, and not the like of the others.
        alike = [one for one in self.years[:-1] if 2 * self.counts[one] >= self.counts[last]]
        before = (alike or self.years[:-1] or [last])[-1]
        usual |= {"since": str(before), "until": str(before), "since_2": str(last), "until_2": str(last)}
        return usual | ({"at": files[1 % len(files)].isoformat(), "at_2": files[0].isoformat()} if files else {})

    @property
    def second(self) -> Asked:
        """What is counted on the other side."""
        moved = {name: self.data[f"{name}_2"] for name in ("since", "until", "at") if f"{name}_2" in self.data}
        return AskForm({**self.data, **moved}, self.held, self.by).asked

    def clean(self) -> dict[str, Any]:
        """Refuse two sides that overlap: what stands in both would be compared with itself."""
        first, second = self.asked, self.second
        if first.basis is Basis.PERIOD and second.first <= first.last:
            self.add_error("since_2", _("Choose a second period that begins after the first has ended."))
        if first.basis is Basis.LATEST and second.last <= first.last:
            self.add_error("at_2", _("Choose a second date that is later than the first."))
        return super().clean() or {}


def usual(held: Counted) -> list[Asked]:
    """The tables that nobody has to ask for: of overall grades, by everything, on each basis there is."""
    bases = [Basis.PERIOD, *([Basis.LATEST] if held.files else [])]
    return [AskForm({"basis": basis.value}, held, by).asked for basis in bases for by in By]


def _starts(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1
