"""The database itself refuses to change an entry of the access log, and to delete one before it is six years old."""

from typing import Any

from django.db import migrations

DAYS = 6 * 365 + 2
TABLE = "accounts_accessentry"

SQLITE = [
    f"CREATE TRIGGER access_log_unchanged BEFORE UPDATE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'entries of the access log are not changed'); END",
    f"CREATE TRIGGER access_log_kept BEFORE DELETE ON {TABLE} "
    f"WHEN OLD.at > datetime('now', '-{DAYS} days') "
    "BEGIN SELECT RAISE(ABORT, 'entries of the access log are kept'); END",
]
SQLITE_UNDONE = ["DROP TRIGGER access_log_unchanged", "DROP TRIGGER access_log_kept"]

POSTGRESQL = [
    "CREATE FUNCTION access_log_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{DAYS} days' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'entries of the access log are kept as they are'; END $$",
    f"CREATE TRIGGER access_log_kept BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION access_log_guard()",
]
POSTGRESQL_UNDONE = [f"DROP TRIGGER access_log_kept ON {TABLE}", "DROP FUNCTION access_log_guard()"]


def guard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def unguard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE_UNDONE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_UNDONE)


def run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_access_log")]

    operations = [migrations.RunPython(guard, unguard)]
