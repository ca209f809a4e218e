"""Where the pages live."""

from __future__ import annotations

from django.urls import include, path

from amends.config.health import health

# These come first: a shop cannot be called `console` or `hooks`.
urlpatterns = [
    path("health", health),
    path("console/", include("amends.console.urls")),
    path("hooks/", include("amends.webhooks.urls")),
    path("", include("amends.portal.urls")),
]
handler500 = "amends.config.away.failed"
