"""Tables that only grow: the database itself refuses to change or remove a row, whoever asks."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from tests.web.tampering import execute

import evenhand.web

pytestmark = pytest.mark.django_db
WEB = Path(evenhand.web.__file__).parent
TABLES = sorted(
    table for file in WEB.glob("*/migrations/*.py") for table in re.findall(r'append_only\("(\w+)"\)', file.read_text())
)


def test_the_tables_that_must_only_grow_are_among_them():
    must = {"audit_event", "frameworks_frameworkversion"}
    must |= {f"inspections_{name}" for name in ("stagechange", "evidencerevision", "factanswer", "proposal")}
    must |= {"inspections_inspection", "inspections_evidenceitem"}  # the framework is pinned; evidence keeps its author
    must |= {f"reports_{name}" for name in ("reportrevision", "qualityreview", "publishedreport")}
    assert must <= set(TABLES)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_a_row_can_be_added_and_then_neither_changed_nor_removed(table, statement):
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    with transaction.atomic():
        column = _add_a_row(model)
        with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
            execute(statement.format(table=table, column=column))
        assert model.objects.count() >= 1
        # The row points at things that do not exist, so it may not stay until the end.
        transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can empty a table without deleting rows")
@pytest.mark.parametrize("table", TABLES)
def test_the_table_cannot_be_emptied_at_a_stroke(table):
    with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")


def _add_a_row(model: type[models.Model]) -> str:
    values = {field.attname: _some(field) for field in model._meta.concrete_fields if not field.has_default()}
    if isinstance(model._meta.pk, models.AutoField):
        values.pop(model._meta.pk.attname)
    model(**values).save(force_insert=True)
    return model._meta.concrete_fields[-1].column


def _some(field: Any) -> Any:
    kind = field.target_field if field.is_relation else field
    if isinstance(kind, models.UUIDField):
        return uuid.uuid4()
    if isinstance(kind, models.DateTimeField):
        return timezone.now()
    if isinstance(kind, models.DateField):
        return timezone.localdate()
    if isinstance(kind, models.BooleanField):
        return True
    if isinstance(kind, models.IntegerField):
        return 987654
    if isinstance(kind, models.FloatField):
        return 0.5
    if isinstance(kind, models.BinaryField):
        return b"{}"
    if isinstance(kind, models.JSONField):
        return {}
    return "x"
