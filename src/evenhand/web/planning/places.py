"""Where authorities lie: the middle of each, from the shipped list; no home and no inspector is located any closer."""

from __future__ import annotations

import csv
from functools import lru_cache

from evenhand.planning import Base
from evenhand.shelf import shipped


@lru_cache(maxsize=1)
def middles() -> dict[str, Base]:
    """The middle of each authority by its name in lower case, other spellings included. Authorities of April 2023."""
    folder = shipped("data") / "local_authorities"
    with (folder / "local_authorities_2023.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = {
            row["la_name"].casefold(): Base(float(row["centroid_lat"]), float(row["centroid_lon"]))
            for row in csv.DictReader(stream)
            if row["centroid_lat"] and row["centroid_lon"]
        }
    with (folder / "la_name_aliases.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            # An authority that was split has several names now, and no one middle.
            middle = found.get(row["current_la_names"].casefold())
            if middle is not None:
                found.setdefault(row["name_in_source"].casefold(), middle)
    return found


def middle_of(authority: str) -> Base | None:
    """The middle of an authority; None when the list does not have it."""
    return middles().get(authority.casefold())
