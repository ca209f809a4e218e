"""Cookies of their own for customers and for staff, who may be one person in one browser.

Laws: what a customer's page keeps in the browser is not read by the console, nor the other way round; whoever signs in
or out on one side changes nothing on the other: neither the session, nor the forms that are open in another window.
The names say which is which; both are bound to this host alone where it is served over https (`__Host-`, which allows
no narrower path than `/`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONSOLE = "/console/"


def is_console(request: HttpRequest) -> bool:
    """This function will say whether the address is of the console's."""
    return request.path_info.startswith(CONSOLE)


class CookiesOfPart:
    """Middleware: inside, cookies go by the names of the settings, which are the console's; elsewhere by others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.customers: Mapping[str, str] = {
            settings.SESSION_COOKIE_NAME: settings.AMENDS_CUSTOMER_COOKIES["session"],
            settings.CSRF_COOKIE_NAME: settings.AMENDS_CUSTOMER_COOKIES["csrf"],
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will hand in the cookies of the part that the address is of, and send out their own names."""
        if is_console(request):
            return self.get_response(request)
        for ours, theirs in self.customers.items():
            request.COOKIES.pop(ours, None)
            if theirs in request.COOKIES:
                request.COOKIES[ours] = request.COOKIES.pop(theirs)
        response = self.get_response(request)
        for ours, theirs in self.customers.items():
            if ours in response.cookies:
                sent = response.cookies.pop(ours)
                sent.set(theirs, sent.value, sent.coded_value)
                response.cookies[theirs] = sent
        return response
