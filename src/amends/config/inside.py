"""Every page of a shop works inside that shop alone, whichever interface it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from amends.records.wall import inside, step_inside


class InsideShop:
    """Middleware: a view whose address names a shop, as `shop_id`, sees that shop's rows; any other sees none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will see to it that the next request begins outside again."""
        with inside(""):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """This function will step inside the shop of the address."""
        step_inside(str(kwargs.get("shop_id", "")))
