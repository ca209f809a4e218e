"""Who besides the buyer hears of a case, and which cases come in one parcel."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_BEFORE = import_module("amends.records.migrations.0002_keys_and_append_only")


def _key(*parts: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(*parts, blank=True, editable=False, primary_key=True, serialize=False)


def _shop() -> Any:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop")


class Migration(migrations.Migration):
    """The tables."""

    dependencies = [
        ("records", "0013_payment_references"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("pk", _key("shop_id", "case_number", "id")),
                ("case_number", models.CharField(max_length=16)),
                ("id", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=16)),
                ("name", models.TextField(blank=True, default="")),
                ("email", models.TextField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("shop", _shop()),
            ],
        ),
        migrations.CreateModel(
            name="SharedParcel",
            fields=[
                ("pk", _key("shop_id", "case_number")),
                ("case_number", models.CharField(max_length=16)),
                ("parcel", models.CharField(max_length=80)),
                ("told_at", models.DateTimeField()),
                ("shop", _shop()),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("parcel"), name="shared_by_parcel")],
            },
        ),
        _BEFORE.foreign_key("records_contact", "case_number", "records_case", "number"),
        _BEFORE.foreign_key("records_sharedparcel", "case_number", "records_case", "number"),
    ]
