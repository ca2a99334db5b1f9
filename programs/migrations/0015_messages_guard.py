"""The database itself refuses to change what was written in a message, and to delete one that is not on its way out.

What may be set, once each: when it was read, and that it is about to be deleted. The latter is what an erasure and the
end of its time say right before, so that no slip of a hand or of the code takes a message away.
"""

from typing import Any

from django.db import migrations

TABLE = "programs_message"
WRITTEN = ("id", "uuid", "episode_id", "author_id", "from_client", "text", "day", "sent_at")
ONCE = ("read_at", "leaving_at")
CHANGED = " OR ".join(
    [
        *(f"NEW.{name} {{differs}} OLD.{name}" for name in WRITTEN),
        *(f"(OLD.{name} IS NOT NULL AND NEW.{name} {{differs}} OLD.{name})" for name in ONCE),
    ]
)

SQLITE = [
    f"CREATE TRIGGER messages_unchanged BEFORE UPDATE ON {TABLE} WHEN {CHANGED.format(differs='IS NOT')} "
    "BEGIN SELECT RAISE(ABORT, 'messages are not changed'); END",
    f"CREATE TRIGGER messages_kept BEFORE DELETE ON {TABLE} WHEN OLD.leaving_at IS NULL "
    "BEGIN SELECT RAISE(ABORT, 'messages are kept'); END",
]
SQLITE_UNDONE = ["DROP TRIGGER messages_unchanged", "DROP TRIGGER messages_kept"]

POSTGRESQL = [
    "CREATE FUNCTION messages_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' THEN IF OLD.leaving_at IS NOT NULL THEN RETURN OLD; END IF; "
    f"ELSIF NOT ({CHANGED.format(differs='IS DISTINCT FROM')}) THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION 'messages are kept as they are'; END $$",
    f"CREATE TRIGGER messages_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION messages_guard()",
]
POSTGRESQL_UNDONE = [f"DROP TRIGGER messages_kept ON {TABLE}", "DROP FUNCTION messages_guard()"]


def guard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def unguard(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE_UNDONE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_UNDONE)


def run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("programs", "0014_messages")]

    operations = [migrations.RunPython(guard, unguard)]
