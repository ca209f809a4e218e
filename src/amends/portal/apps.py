"""The name under which Django knows the portal."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The customers' pages, in Django's registry."""

    name = "amends.portal"
    label = "portal"
