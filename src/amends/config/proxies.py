"""Who is really asking: the address of the client, behind proxies that are known and nobody else.

Anyone can write `X-Forwarded-For`. It is believed from the addresses in `AMENDS_PROXIES` alone, read from the right,
where the proxies write, and dropped otherwise. Everything else asks for `REMOTE_ADDR` and need not know.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Networks = tuple[IPv4Network | IPv6Network, ...]
_FORWARDING = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)


class ClientAddress:
    """Middleware: `REMOTE_ADDR` becomes the client's address; what a stranger says about forwarding is dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will put the address right and go on."""
        proxies: Networks = settings.TRUSTED_PROXIES
        peer = request.META.get("REMOTE_ADDR", "")
        if is_within(peer, proxies):
            request.META["REMOTE_ADDR"] = client_address(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""), proxies)
        else:
            for name in _FORWARDING:
                request.META.pop(name, None)
        return self.get_response(request)


def client_address(peer: str, forwarded_for: str, proxies: Networks) -> str:
    """This function will return the nearest address, going back from the peer, that is not a proxy of ours.

    What stands left of it may be made up. Where a proxy passes on what is no address, the proxy is the answer.
    """
    address = peer
    for hop in reversed(forwarded_for.split(",")):
        if not is_within(address, proxies):
            return address
        try:
            address = str(ip_address(hop.strip()))
        except ValueError:
            return address
    return address


def is_within(address: str, networks: Networks) -> bool:
    """This function will say whether the address lies in one of the networks."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
