"""The name under which Django knows the tables."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The tables of Amends, in Django's registry."""

    name = "amends.records"
    label = "records"
    verbose_name = "Records"
