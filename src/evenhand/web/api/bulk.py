"""Everything at once, as files that are made when they are first asked for after a change, and kept until the next.

They hold what the public tier sees, whoever asks. A file is written under another name and then renamed, so that
nobody ever gets half of one; two processes that make the same file make the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from evenhand.casework.actors import NOBODY, Actor
from evenhand.casework.visibility import Tier, tier_of
from evenhand.opendata.metadata import csvw, datapackage
from evenhand.opendata.model import OpenTable
from evenhand.opendata.tables import EXPORTED
from evenhand.opendata.writing import to_csv, to_json, to_parquet
from evenhand.web.api import flat, inspections, queries
from evenhand.web.api.answering import edition
from evenhand.web.api.asking import told
from evenhand.web.statistics import queries as counted
from evenhand.web.statistics.forms import usual
from evenhand.web.statistics.telling import as_rows

_ALL = 10_000_000
_FORMS: dict[str, tuple[Callable[[OpenTable, Tier, Iterable[Any]], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "json": (to_json, "application/json"),
    "parquet": (to_parquet, "application/vnd.apache.parquet"),
}
_BY_NAME = {one.name: one for one in EXPORTED}
_KEPT_EDITIONS, _KEPT_SECONDS = 2, 60


def names() -> list[str]:
    """The names of all bulk files."""
    tables = [f"{one.name}.{form}" for one in EXPORTED for form in _FORMS]
    return [*tables, *(f"{one.name}.csv-metadata.json" for one in EXPORTED), "datapackage.json"]


def kind_of(name: str) -> str:
    """The content type of a file."""
    return _FORMS[name.rpartition(".")[2]][1]


def everything(who: Actor, name: str) -> list[dict[str, Any]]:
    """All records of a table, as far as somebody may see each of them."""
    readers: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
        "homes": lambda: queries.homes(who, {}, _ALL, 0).records,
        "inspections": lambda: inspections.inspections(who, {}, _ALL, 0).records,
        "judgements": lambda: inspections.judgements(who, {}, _ALL, 0).records,
        "reports": lambda: queries.reports(who, {}, _ALL, 0).records,
        "requirements": lambda: queries.requirements(who, {}, _ALL, 0).records,
        "frameworks": lambda: queries.frameworks(who, {}, _ALL, 0).records,
        "authorities": lambda: queries.authorities(who, {}, _ALL, 0).records,
        "predecessors": lambda: told(who, "predecessor", []),
        "inspections_flat": lambda: told(who, "inspection_line", flat.lines(who)),
        "statistics": lambda: told(who, "statistic", _figures(who)),
    }
    return list(readers[name]())


def _figures(who: Actor) -> Iterable[dict[str, Any]]:
    """The usual tables of real homes, each on both bases."""
    at = counted.state()
    for asked in usual(counted.counted(who, at)):
        yield from as_rows(counted.table(who, asked, at))


def content(who: Actor, name: str) -> bytes:
    """The bytes of a file, made now."""
    if name == "datapackage.json":
        return _package(who)
    stem, _, form = name.partition(".")
    table = _BY_NAME[stem]
    if form == "csv-metadata.json":
        return json.dumps(csvw(table, tier_of(who)), indent=1).encode()
    return _FORMS[form][0](table, tier_of(who), everything(who, stem))


def _package(who: Actor) -> bytes:
    known = []
    for table in EXPORTED:
        held = _public_file(f"{table.name}.csv").read_bytes() if who is NOBODY else content(who, f"{table.name}.csv")
        known.append((table, {"bytes": len(held), "hash": f"sha256:{hashlib.sha256(held).hexdigest()}"}))
    return json.dumps(datapackage(known, tier_of(who)), indent=1).encode()


def etag_of(name: str) -> tuple[str, Any]:
    """The ETag of a file and the moment since which it stands; one query, and the file need not be there."""
    state, at = edition()
    return f'"{state}-{name}"', at


def public_file(name: str, *, gzipped: bool) -> Path:
    """Where a file lies for the public, made if it is not there yet."""
    file = _public_file(name)
    return file.with_name(f"{file.name}.gz") if gzipped else file


def _public_file(name: str) -> Path:
    folder = _folder() / edition()[0]
    file = folder / name
    packed = folder / f"{name}.gz"
    if not (file.is_file() and packed.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        made = content(NOBODY, name)
        _put(packed, gzip.compress(made, compresslevel=6, mtime=0))
        _put(file, made)
        _forget_old(folder)
    return file


def _folder() -> Path:
    return Path(settings.ENVIRONMENT.var) / "open-data"


def _put(file: Path, made: bytes) -> None:
    beginning = file.with_name(f"{file.name}.{os.getpid()}")
    beginning.write_bytes(made)
    beginning.replace(file)


def _forget_old(folder: Path) -> None:
    """Keep the newest editions, and any that another process may be making or opening at this moment."""
    held = sorted(((_changed(one), one) for one in folder.parent.iterdir()), reverse=True)
    for changed, old in islice((one for one in held if one[1] != folder), _KEPT_EDITIONS - 1, None):
        if changed < time.time() - _KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # another process has just thrown it away
        return 0.0
