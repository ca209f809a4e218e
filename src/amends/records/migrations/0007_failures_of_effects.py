"""How often doing an effect has failed, beside how often it was tried."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("records", "0006_keys_and_balance")]
    operations = [
        migrations.AddField("effect", "failures", models.PositiveIntegerField(default=0)),
    ]
