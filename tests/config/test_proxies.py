"""Nobody chooses his own address: what is said about forwarding counts from known proxies alone (ATK10)."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from amends.config.proxies import ClientAddress, client_address, is_within

PROXIES = (ip_network("10.0.0.0/24"), ip_network("fd00::/8"))
FORGED = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_REAL_IP": "203.0.113.7",
    "HTTP_FORWARDED": "for=203.0.113.7",
}


def seen(settings: Settings, peer: str, **headers: str) -> HttpRequest:
    """This function will return the request as a view sees it."""
    settings.TRUSTED_PROXIES = PROXIES
    requests: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=peer)
    request.META.update(headers)
    ClientAddress(view)(request)
    return requests[0]


def test_a_stranger_cannot_forge_an_address(settings: Settings) -> None:
    request = seen(settings, "198.51.100.2", **FORGED)
    assert request.META["REMOTE_ADDR"] == "198.51.100.2"
    assert not FORGED.keys() & request.META.keys()


def test_a_known_proxy_is_believed(settings: Settings) -> None:
    request = seen(settings, "10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert request.META["REMOTE_ADDR"] == "198.51.100.9"


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        ("198.51.100.9", "198.51.100.9"),
        ("203.0.113.7, 198.51.100.9", "198.51.100.9"),  # the left part is what the client wrote itself
        ("203.0.113.7, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("198.51.100.9, nonsense", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("2001:db8::5, fd00::1", "2001:db8::5"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_is_the_client(forwarded_for: str, client: str) -> None:
    assert client_address("10.0.0.1", forwarded_for, PROXIES) == client


@given(st.text(max_size=60), st.ip_addresses().filter(lambda address: not is_within(str(address), PROXIES)))
def test_whatever_a_client_writes_the_address_its_proxy_saw_stays(written: str, real: object) -> None:
    assert client_address("10.0.0.1", f"{written}, {real}", PROXIES) == str(real)
