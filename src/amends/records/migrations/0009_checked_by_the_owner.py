"""The check that the ledger balances sees all rows, whoever has written some, and whatever shop they work for."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("records", "0008_promises")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION records_ledger_balances() SECURITY DEFINER SET search_path FROM CURRENT",
            "ALTER FUNCTION records_ledger_balances() SECURITY INVOKER RESET search_path",
        ),
    ]
