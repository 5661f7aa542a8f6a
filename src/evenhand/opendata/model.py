"""What a table of open data is: its columns, each with what it means, its unit, who may see it and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from evenhand.casework.visibility import Tier


class ColumnType(StrEnum):
    """What a cell holds. `object` is a whole document and stands only in the answer about one record."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DAY = "day"
    MOMENT = "moment"
    OBJECT = "document"


_PYTHON: dict[ColumnType, type] = {
    ColumnType.TEXT: str,
    ColumnType.WHOLE: int,
    ColumnType.NUMBER: float,
    ColumnType.FLAG: bool,
    ColumnType.DAY: date,
    ColumnType.MOMENT: datetime,
    ColumnType.OBJECT: dict,
}


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """One column. `unit` is "" where there is none; `needed` means that no record is without a value.

    `tier` is the lowest that sees it. `source` says where the value comes from, in the words of the documentation.
    """

    name: str
    type: ColumnType
    description: str
    tier: Tier = Tier.PUBLIC
    unit: str = ""
    source: str = ""
    needed: bool = False

    def holds(self, value: object) -> bool:
        """Whether a value may stand here: of the right type; nothing empty, because a missing value is None."""
        if value is None:
            return not self.needed
        if type(value) is not _PYTHON[self.type] or value in ("", {}) or value != value:
            return False
        return not (isinstance(value, str) and "\0" in value)


@dataclass(frozen=True)
class OpenTable:
    """One kind of record: what a row is, its columns in order, its key, and the tables that it points to.

    `name` is the name of the files, `record` that of one record in `disclose`. `links`: column to (table, column).
    """

    name: str
    record: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[OpenColumn, ...]
    links: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def by_name(self) -> Mapping[str, OpenColumn]:
        """The columns by their names."""
        return MappingProxyType({one.name: one for one in self.columns})

    def seen_from(self, tier: Tier, *, alone: bool = False) -> tuple[OpenColumn, ...]:
        """The columns that a tier sees, in order; documents only where a record stands `alone`."""
        return tuple(one for one in self.columns if one.tier <= tier and (alone or one.type is not ColumnType.OBJECT))


Record = Mapping[str, Any]
