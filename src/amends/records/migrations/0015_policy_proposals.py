"""How a shop's policy comes to change: proposals, and the steps that were taken about them; both are only added to."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_KEYS = import_module("amends.records.migrations.0002_keys_and_append_only")
_TRIGGERS = import_module("amends.records.migrations.0006_keys_and_balance")
_TABLES = ("records_policyproposal", "records_policystep")


def _key(*parts: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(*parts, blank=True, editable=False, primary_key=True, serialize=False)


def _shop() -> Any:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop")


class Migration(migrations.Migration):
    """The tables."""

    dependencies = [
        ("records", "0014_contacts_and_shared_parcels"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyProposal",
            fields=[
                ("pk", _key("shop_id", "id")),
                ("id", models.CharField(max_length=16)),
                ("hash", models.CharField(max_length=64)),
                ("version", models.TextField()),
                ("starts", models.DateField()),
                ("text", models.TextField()),
                ("calendar", models.JSONField()),
                ("note", models.TextField(blank=True, default="")),
                ("shop", _shop()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyStep",
            fields=[
                ("pk", _key("shop_id", "number")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=24)),
                ("proposal_id", models.CharField(max_length=16, null=True)),
                ("ends", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("shop", _shop()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends", True)), fields=("shop", "proposal_id"), name="proposal_ends_once"
                    )
                ],
            },
        ),
        _KEYS.foreign_key("records_policystep", "proposal_id", "records_policyproposal", "id"),
        *(_KEYS.only_added_to(table) for table in _TABLES),
        *(
            migrations.RunSQL(_TRIGGERS.NEVER_EMPTY.format(table=table), f"DROP TRIGGER never_emptied ON {table}")
            for table in _TABLES
        ),
    ]
