"""What somebody with the database's own password could do: used by tests, to see that it is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def execute(statement: str) -> None:
    """Run one statement, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def without_triggers(table: str) -> Iterator[None]:
    """Take the table's triggers away and put them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A constraint that waits for the end of the transaction would stand in the way, before and after.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        triggers = cursor.fetchall()
        assert triggers, f"{table} has no triggers to take away"
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
