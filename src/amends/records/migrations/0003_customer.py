"""Customers, as imports read them."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("records", "0002_keys_and_append_only")]
    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.CharField(max_length=80)),
                ("document", models.JSONField()),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="records.shop"),
                ),
            ],
        ),
    ]
