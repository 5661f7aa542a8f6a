"""The one door through which every record leaves: what a tier may not see, or nobody declared, does not pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from evenhand.casework.visibility import Tier
from evenhand.opendata.model import Record
from evenhand.opendata.tables import BY_RECORD


class NotDisclosed(LookupError):
    """A kind of record or a field that no table declares. A fault of whoever wrote the export; nothing leaves."""


@lru_cache(maxsize=64)
def fields_seen(tier: Tier, record: str, alone: bool = False) -> tuple[str, ...]:
    """The fields of a kind of record that a tier sees, in order; raises NotDisclosed for an unknown kind (OD001)."""
    table = BY_RECORD.get(record)
    if table is None:
        raise NotDisclosed(f"OD001: no table declares records of the kind '{record}'; nothing of it is given out")
    return tuple(one.name for one in table.seen_from(tier, alone=alone))


def disclose(tier: Tier, record: str, rows: Iterable[Record], *, alone: bool = False) -> list[dict[str, Any]]:
    """New records with what the tier may see of each, in the declared order; a field that a row lacks is None.

    `record` is the kind, such as "home". `alone` lets whole documents through, for the answer about one record.
    Raises NotDisclosed for an unknown kind (OD001) and for a field that its table does not declare (OD002), so that a
    new column reaches nobody before somebody has said who may see it.
    """
    names = fields_seen(Tier(tier), record, alone)
    declared = BY_RECORD[record].by_name.keys()
    told = []
    for row in rows:
        if not row.keys() <= declared:
            unknown = sorted(row.keys() - declared)
            raise NotDisclosed(f"OD002: the table of '{record}' declares no {unknown}; say there who may see it")
        get = row.get
        told.append({name: get(name) for name in names})
    return told
