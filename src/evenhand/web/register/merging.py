"""What a file changes in the register: added, changed from this to that, unchanged, no longer listed. In bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from evenhand.findings import Finding, Severity, Where
from evenhand.web.register.importing import HomeRow, InspectionRow
from evenhand.web.register.models import Home, ListedInspection
from evenhand.wording import say

BATCH = 500
_LATEST = ("latest_inspected_on", "latest_overall", "latest_overall_label")


@dataclass(slots=True)
class Merged:
    """What became of the rows; `changed` holds {"key": …, "fields": {name: [old, new]}}."""

    added: list[str] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    elsewhere: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def merge_homes(rows: Sequence[HomeRow], file: str) -> Merged:
    """Bring the homes of a register file into the register.

    A file that is older than what is known of a home changes none of its facts. Homes that the file does not list are
    kept and named in `elsewhere`: not being listed does not mean closed.
    """
    merged = Merged()
    homes = {home.urn: home for home in Home.objects.all()}
    latest_day = max((home.seen_in for home in homes.values() if home.seen_in), default=None)
    new: list[Home] = []
    touched: list[Home] = []
    for row in rows:
        home = homes.get(row.urn)
        if home is None:
            new.append(_new_home(row))
            merged.added.append(row.urn)
        elif home.fictional != row.fictional:
            message = (
                say("{urn} is the number of a fictional home here; the row is left out", urn=row.urn)
                if home.fictional
                else say("{urn} is the number of a real home here, not of a fictional one; left out", urn=row.urn)
            )
            merged.findings.append(Finding("RG021", Severity.ERROR, Where(file, row.line, "urn"), message))
        elif _is_older(row.seen_in, home.seen_in) or not (changed := _apply(home, row.facts)):
            merged.unchanged += 1
        else:
            touched.append(home)
            merged.changed.append({"key": row.urn, "fields": changed})
    Home.objects.bulk_create(new, batch_size=BATCH)
    if touched:
        Home.objects.bulk_update(touched, list(_facts_in(rows)), batch_size=100)
    _note_seen(rows, homes)
    listed = {row.urn for row in rows}
    if not _is_older(max((row.seen_in for row in rows if row.seen_in), default=None), latest_day):
        merged.elsewhere = sorted(urn for urn, home in homes.items() if urn not in listed and not home.fictional)
    return merged


def _new_home(row: HomeRow) -> Home:
    home = Home(urn=row.urn, fictional=row.fictional, seen_in=row.seen_in, **row.facts)
    if row.inspection is not None:
        home.latest_inspected_on = row.inspection.inspected_on
        home.latest_overall = row.inspection.values["overall"]
        home.latest_overall_label = row.inspection.values["overall_label"]
    return home


def _facts_in(rows: Sequence[HomeRow]) -> set[str]:
    return {name for row in rows for name in row.facts}


def _is_older(file_day: date | None, known_day: date | None) -> bool:
    return file_day is not None and known_day is not None and file_day < known_day


def _apply(thing: Home | ListedInspection, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set what differs; returns what did, as [old, new] in plain text."""
    changed = {}
    for name, value in values.items():
        old = getattr(thing, name)
        if old != value:
            changed[name] = [_as_text(old), _as_text(value)]
            setattr(thing, name, value)
    return changed


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _note_seen(rows: Sequence[HomeRow], homes: Mapping[str, Home]) -> None:
    """Remember the day of the newest file that lists each home; that day is the same for nearly all rows."""
    moved = sorted(
        (row.seen_in, homes[row.urn].pk)
        for row in rows
        if row.urn in homes and row.seen_in and _newer(row.seen_in, homes[row.urn])
    )
    for seen_in, group in groupby(moved, key=lambda one: one[0]):
        keys = [key for _, key in group]
        for start in range(0, len(keys), BATCH):
            Home.objects.filter(pk__in=keys[start : start + BATCH]).update(seen_in=seen_in)


def _newer(seen_in: date, home: Home) -> bool:
    return not home.fictional and (home.seen_in is None or home.seen_in < seen_in)


def merge_inspections(rows: Iterable[InspectionRow], source: str) -> Merged:
    """Bring listed inspections in, for homes that are in the register; an empty cell never erases what is known."""
    merged = Merged()
    homes = {(urn, fictional): pk for urn, fictional, pk in Home.objects.values_list("urn", "fictional", "pk")}
    known = {(one.home_id, one.inspected_on): one for one in ListedInspection.objects.all()}
    new: list[ListedInspection] = []
    touched: list[ListedInspection] = []
    for row in rows:
        key = f"{row.urn} {row.inspected_on.isoformat()}"
        home_id = homes.get((row.urn, row.fictional))
        if home_id is None:
            merged.elsewhere.append(key)
            continue
        listed = known.get((home_id, row.inspected_on))
        if listed is None:
            new.append(
                ListedInspection(home_id=home_id, inspected_on=row.inspected_on, **{"source": source, **row.values})
            )
            merged.added.append(key)
        elif changed := _apply(listed, {name: value for name, value in row.values.items() if value not in (None, "")}):
            listed.source = row.values.get("source", source)
            touched.append(listed)
            merged.changed.append({"key": key, "fields": changed})
        else:
            merged.unchanged += 1
    ListedInspection.objects.bulk_create(new, batch_size=BATCH)
    if touched:
        fields = ["source", *sorted({name for one in merged.changed for name in one["fields"]})]
        ListedInspection.objects.bulk_update(touched, fields, batch_size=100)
    refresh_latest()
    return merged


def refresh_latest() -> None:
    """Repeat the newest listed inspection of every home in its `latest_*` columns, where they differ."""
    newest: dict[int, tuple[Any, ...]] = {}
    listed = ListedInspection.objects.order_by("inspected_on").values_list(
        "home_id", "inspected_on", "overall", "overall_label"
    )
    for home_id, *latest in listed.iterator(chunk_size=5000):
        newest[home_id] = tuple(latest)
    stale = []
    for home in Home.objects.only("pk", *_LATEST):
        latest = newest.get(home.pk)
        if latest is not None and latest != tuple(getattr(home, name) for name in _LATEST):
            for name, value in zip(_LATEST, latest, strict=True):
                setattr(home, name, value)
            stale.append(home)
    Home.objects.bulk_update(stale, _LATEST, batch_size=100)
