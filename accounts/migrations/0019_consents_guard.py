"""The database itself refuses to change a consent, and to delete one before it is six years old."""

from typing import Any

from django.db import migrations

DAYS = 6 * 365 + 2
TABLE = "accounts_consent"

SQLITE = [
    f"CREATE TRIGGER consents_unchanged BEFORE UPDATE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'consents are not changed'); END",
    f"CREATE TRIGGER consents_kept BEFORE DELETE ON {TABLE} "
    f"WHEN OLD.at > datetime('now', '-{DAYS} days') "
    "BEGIN SELECT RAISE(ABORT, 'consents are kept'); END",
]
SQLITE_UNDONE = ["DROP TRIGGER consents_unchanged", "DROP TRIGGER consents_kept"]

POSTGRESQL = [
    "CREATE FUNCTION consents_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{DAYS} days' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'consents are kept as they are'; END $$",
    f"CREATE TRIGGER consents_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION consents_guard()",
]
POSTGRESQL_UNDONE = [f"DROP TRIGGER consents_kept ON {TABLE}", "DROP FUNCTION consents_guard()"]


def guard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def unguard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE_UNDONE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_UNDONE)


def run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_consents")]

    operations = [migrations.RunPython(guard, unguard)]
