"""What an amount was worked out from, beside the decision that it follows from; older decisions have none."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column."""

    dependencies = [
        ("records", "0016_policies_under_a_law"),
    ]

    operations = [
        migrations.AddField(model_name="decision", name="figures", field=models.JSONField(null=True)),
    ]
