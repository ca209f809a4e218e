"""The table in which limits on signing in are counted, so that every process sees the same number."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(_: Any, schema_editor: Any) -> None:
    """This function will make the table that the cache of the settings names, where it is not there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (migrations.RunPython(make_table, migrations.RunPython.noop),)
