"""Composite foreign keys of the new tables, rows that are only added, and a ledger that must balance."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("amends.records.migrations.0002_keys_and_append_only")
KEYS = (  # table, its columns after the shop's, the table they point to, the columns there
    ("records_case", "order_number", "records_order", "number"),
    ("records_caseitem", "order_number", "records_order", "number"),
    *(
        (f"records_{table}", "case_number", "records_case", "number")
        for table in (
            "caseitem", "caseword", "event", "decision", "payout", "due", "credit", "effect", "timer", "label",
            "message", "photo", "mailout",
        )
    ),
    ("records_decision", "policy_hash", "records_policyversion", "hash"),
    ("records_paymentcap", "order_number", "records_order", "number"),
    ("records_payout", "order_number", "records_order", "number"),
    ("records_credituse", "credit_id", "records_credit", "id"),
    ("records_link", "order_number", "records_order", "number"),
)  # fmt: skip
ONLY_ADDED_TO = ("records_decision", "records_posting", "records_credituse")
NEVER_EMPTIED = ("records_event", "records_policyversion", *ONLY_ADDED_TO)

# Tests empty their own database between them, and say so in their settings.
MAY_NOT_EMPTY = """
CREATE FUNCTION records_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('amends.may_empty', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
NEVER_EMPTY = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT
    EXECUTE FUNCTION records_never_emptied()
"""
BALANCES = """
CREATE FUNCTION records_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM records_posting WHERE shop_id = NEW.shop_id AND key = NEW.key
        GROUP BY currency HAVING sum(amount_minor) <> 0
    ) THEN
        RAISE EXCEPTION 'the rows under % do not add up to nothing', NEW.key USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON records_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION records_ledger_balances();
"""


class Migration(migrations.Migration):
    """Keys and triggers."""

    dependencies = [("records", "0005_the_life_of_a_case")]
    operations = [
        # Dropping the old table of cases has taken with it what pointed to it.
        *(_BEFORE.foreign_key(*key) for key in KEYS),
        *(_BEFORE.only_added_to(table) for table in ONLY_ADDED_TO),
        migrations.RunSQL(MAY_NOT_EMPTY, "DROP FUNCTION records_never_emptied()"),
        *(
            migrations.RunSQL(NEVER_EMPTY.format(table=table), f"DROP TRIGGER never_emptied ON {table}")
            for table in NEVER_EMPTIED
        ),
        migrations.RunSQL(
            BALANCES, "DROP TRIGGER ledger_balances ON records_posting; DROP FUNCTION records_ledger_balances()"
        ),
    ]
