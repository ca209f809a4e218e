"""What is kept: tables, migrations and the queries on them. No rules stand here."""
