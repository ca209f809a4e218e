"""Where the pages live."""

from __future__ import annotations

from django.urls import include, path

# The staff's pages come first: a shop cannot be called `console`.
urlpatterns = [
    path("console/", include("amends.console.urls")),
    path("", include("amends.portal.urls")),
]
