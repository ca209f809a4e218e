"""The table of visits to the help pages, and how they ended."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ("records", "0010_languages"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpVisit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shop_id", "visit", "guide", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("visit", models.CharField(max_length=32)),
                ("guide", models.CharField(max_length=80)),
                ("begun_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=8)),
                ("ended_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="records.shop"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("shop_id"), models.F("begun_at"), name="help_by_day")],
            },
        ),
    ]
