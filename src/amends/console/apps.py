"""The name under which Django knows the console."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The staff's pages, in Django's registry."""

    name = "amends.console"
    label = "console"
