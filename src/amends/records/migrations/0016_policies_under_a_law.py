"""The laws that cases stand under, so that a decision is made again as it was when the law has changed; only added to."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_KEYS = import_module("amends.records.migrations.0002_keys_and_append_only")
_TRIGGERS = import_module("amends.records.migrations.0006_keys_and_balance")
_TABLE = "records_policylaw"


def _shop() -> Any:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop")


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ("records", "0015_policy_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyLaw",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "hash", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hash", models.CharField(max_length=64)),
                ("policy_hash", models.CharField(max_length=64)),
                ("law", models.JSONField()),
                ("shop", _shop()),
            ],
        ),
        _KEYS.only_added_to(_TABLE),
        migrations.RunSQL(_TRIGGERS.NEVER_EMPTY.format(table=_TABLE), f"DROP TRIGGER never_emptied ON {_TABLE}"),
    ]
