"""Decisions also come from policies that follow from a kept one: made silent, or the law at its shop (`policy_with`)."""

from __future__ import annotations

from django.db import migrations

_NAME = "records_decision_policy_hash_in_shop"


class Migration(migrations.Migration):
    """One key falls away."""

    dependencies = [("records", "0011_help_visits")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE records_decision DROP CONSTRAINT {_NAME}",
            f"ALTER TABLE records_decision ADD CONSTRAINT {_NAME} FOREIGN KEY (shop_id, policy_hash)"
            " REFERENCES records_policyversion (shop_id, hash)",
        ),
    ]
