"""The table of dates that were promised, and whether they were kept."""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

_BEFORE = import_module("amends.records.migrations.0002_keys_and_append_only")


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ("records", "0007_failures_of_effects"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id",
                        "case_number",
                        "item_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("case_number", models.CharField(max_length=16)),
                ("item_id", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("by", models.DateTimeField()),
                ("met_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("by"), name="promise_by_date")],
            },
        ),
        _BEFORE.foreign_key("records_promise", "case_number", "records_case", "number"),
    ]
