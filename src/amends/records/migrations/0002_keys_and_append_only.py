"""Composite foreign keys, which Django cannot declare, and tables to which rows are only ever added."""

from __future__ import annotations

from django.db import migrations

KEYS = (  # table, its columns after the shop's, the table they point to, the columns there
    ("records_case", "order_number", "records_order", "number"),
    ("records_casepiece", "order_number", "records_order", "number"),
    ("records_casepiece", "case_number", "records_case", "number"),
    ("records_claimedline", "order_number", "records_order", "number"),
    ("records_event", "case_number", "records_case", "number"),
    ("records_decision", "case_number", "records_case", "number"),
    ("records_decision", "policy_hash", "records_policyversion", "hash"),
)
ONLY_ADDED_TO = ("records_event", "records_decision", "records_policyversion")

REFUSE = """
CREATE FUNCTION records_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def foreign_key(table: str, column: str, target: str, target_column: str) -> migrations.RunSQL:
    """This function will add the key from (shop, column) to the target's (shop, column)."""
    name = f"{table}_{column}_in_shop"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (shop_id, {column})"
        f" REFERENCES {target} (shop_id, {target_column})",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def only_added_to(table: str) -> migrations.RunSQL:
    """This function will refuse every change and removal of the table's rows."""
    return migrations.RunSQL(
        f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION records_only_added_to()",
        f"DROP TRIGGER only_added_to ON {table}",
    )


class Migration(migrations.Migration):
    """Keys and triggers."""

    dependencies = [("records", "0001_initial")]
    operations = [
        *(foreign_key(*key) for key in KEYS),
        migrations.RunSQL(REFUSE, "DROP FUNCTION records_only_added_to()"),
        *(only_added_to(table) for table in ONLY_ADDED_TO),
    ]
