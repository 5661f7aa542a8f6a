"""SQL that makes a table append-only, for both databases. Migrations use it; nothing else does."""

from __future__ import annotations

from django.db.migrations import RunPython

_SQLITE = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_FUNCTION = (
    "CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
)
_ROWS = (
    "CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
)
_WHOLE = (
    "CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
)


def append_only(table: str) -> RunPython:
    """A migration step after which the database itself refuses to change or delete rows of the table."""

    def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
        if schema_editor.connection.vendor == "sqlite":
            statements = [_SQLITE.format(table=table, verb=verb) for verb in ("update", "delete")]
        else:
            statements = [one.format(table=table) for one in (_FUNCTION, _ROWS, _WHOLE)]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION {table}_is_append_only() CASCADE", params=None)

    return RunPython(forwards, backwards)
