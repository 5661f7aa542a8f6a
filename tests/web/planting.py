"""Secrets put into every text that the database holds, unless it is declared public here; each can be told again.

A new table, or a new column of text, is planted without anybody doing anything; whoever makes a text public says so
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.utils import timezone
from tests.web.tampering import without_triggers

MARK = re.compile(r"ZQ[0-9A-F]{6}QZ")
# What anybody may read, by table. None: everything in it.
PUBLIC: dict[str, set[str] | None] = {
    "register.Home": {
        "urn", "provision_type", "status", "sector", "region", "local_authority", "latest_overall_label",
    },
    "register.ListedInspection": None,
    "frameworks.FrameworkVersion": None,
    "frameworks.HeldCrosswalk": None,
    "api.OpenReport": None,
    "api.OpenJudgement": None,
    "api.OpenRequirement": None,
    "api.Change": None,
    "reports.PublishedReport": {"urn", "fingerprint"},
    "consultations.Consultation": None,
}  # fmt: skip
# Single rows that anybody may read.
PUBLIC_ROWS: dict[str, Callable[[Any], bool]] = {
    # A comment that its last reader cleared.
    "consultations.AnswerGiven": lambda row: bool(
        (newest := row.readings.order_by("-number").first()) and newest.decision == "cleared"
    ),
}
# Words of the software, not of people: ids, kinds, stages, digests. The code cannot go on without them.
WORDS_OF_CODE = {
    "act", "authority", "code", "decision", "digest", "fact", "fingerprint", "form", "framework", "grade", "impact",
    "judgement", "key", "kind", "name_digest", "phase", "previous", "proposal", "queue_name", "role", "session_key",
    "stage", "state", "status", "task_path", "backend_name", "priority", "worker_ids", "what", "record", "question",
}  # fmt: skip
OURS = [one for one in apps.get_models() if one.__module__.startswith("evenhand.") and one._meta.managed]


def texts_of(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of a table that hold words of people and are not public."""
    public = PUBLIC.get(model._meta.label, set())
    for field in model._meta.concrete_fields:
        words = isinstance(field, (models.CharField, models.TextField, models.JSONField))
        short = (field.max_length or 99) < 10
        if (
            words
            and public is not None
            and not (field.primary_key or field.choices or short or field.name in public | WORDS_OF_CODE)
        ):
            yield field


class Planted:
    """What was planted: a mark for each cell, and where it is."""

    def __init__(self) -> None:
        self.where: dict[str, tuple[str, str, Any]] = {}

    def mark(self, model: type[models.Model], field: models.Field, pk: Any) -> str:
        """A mark that stands nowhere else."""
        made = f"ZQ{len(self.where):06X}QZ"
        self.where[made] = (model._meta.label, field.name, pk)
        return made

    def tables(self) -> set[str]:
        """The tables in which something was planted."""
        return {table for table, _field, _pk in self.where.values()}

    def found_in(self, text: str) -> set[tuple[str, str, Any]]:
        """Whose marks a text shows."""
        return {self.where[mark] for mark in MARK.findall(text) if mark in self.where}


def plant(spared: set[tuple[str, Any]]) -> Planted:
    """Plant every row of every table of ours, past the triggers, but for the rows named (table, key)."""
    planted = Planted()
    check_now()
    fill_empty_tables()
    for model in OURS:
        fields = list(texts_of(model))
        is_public = PUBLIC_ROWS.get(model._meta.label, lambda row: False)
        every = model._base_manager.all()
        rows = [row for row in every if (model._meta.label, row.pk) not in spared and not is_public(row)]
        if fields and rows:
            with ExitStack() as stack:
                if _has_triggers(model._meta.db_table):
                    stack.enter_context(without_triggers(model._meta.db_table))
                for row in rows:
                    for field in fields:
                        _plant(planted, model, field, row)
    return planted


def fill_empty_tables() -> None:
    """One row in every table of ours that no story filled, made of nothing but the types of its columns.

    Where a constraint wants more sense than that, the table stays empty; `plant` tells which.
    """
    for _round in range(2):  # the second for tables that point to one filled in the first
        for model in OURS:
            if not model._base_manager.exists():
                with suppress(IntegrityError, DataError), transaction.atomic():
                    made = model(**{field.attname: _anything(field) for field in model._meta.concrete_fields})
                    model._base_manager.bulk_create([made])
                    check_now()


def _anything(field: models.Field) -> Any:
    if field.is_relation:
        there = field.related_model._base_manager.order_by("pk").first()
        return there.pk if there else None
    if field.primary_key and isinstance(field, models.AutoField):
        return None
    if field.has_default():
        return field.get_default()
    if field.choices:
        return field.choices[0][0]
    made = {
        models.DateTimeField: timezone.now(),
        models.DateField: timezone.localdate(),
        models.UUIDField: uuid4(),
        models.JSONField: {"said": "some words"},
        models.BinaryField: b"",
        models.BooleanField: False,
        models.IntegerField: 1,
    }
    fitting = (value for kind, value in made.items() if isinstance(field, kind))
    return next(fitting, None if field.null else "words"[: field.max_length or 5])


def check_now() -> None:
    """Have foreign keys checked now: PostgreSQL alters no table while a check of it waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _plant(planted: Planted, model: type[models.Model], field: models.Field, row: Any) -> None:
    old = getattr(row, field.attname)
    mark = planted.mark(model, field, row.pk)
    new = _in_leaves(old, mark) if isinstance(field, models.JSONField) else mark
    if new == old:
        del planted.where[mark]
        return
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{field.attname: new})
    except IntegrityError:
        del planted.where[mark]


def _in_leaves(value: Any, mark: str) -> Any:
    """The mark at the end of every text of a document; its shape, and words of the software, stay."""
    if isinstance(value, dict):
        return {name: _in_leaves(one, mark) for name, one in value.items()}
    if isinstance(value, list):
        return [_in_leaves(one, mark) for one in value]
    return f"{value} {mark}" if isinstance(value, str) and " " in value else value


def _has_triggers(table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        else:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return cursor.fetchone() is not None
