"""The name under which Django knows the tables, and the wall around them."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """The tables of Amends, in Django's registry."""

    name = "amends.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        """This function will have every connection told which shop it works for, and the wall kept whole."""
        from amends.records import wall  # noqa: PLC0415 - nothing of the database before Django is ready

        connection_created.connect(wall.watch)
        post_migrate.connect(wall.build, sender=self)
