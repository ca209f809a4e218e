"""What customers, staff and a worker do while something is away, and what they see.

To be imported once Django is set up (`ground`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.test import Client
from tests import sample_shops as pages
from tests.robustness import checks, outside
from tests.robustness.journeys import JOURNEYS, Walk, add_order
from tests.sample_shops import AT, HOUR

from amends.records import models
from amends.records.orders import order_with

JOURNEY = JOURNEYS["refund"]
NOBODY = ("mail", "alert", "payout")


def new_orders(prefix: str, many: int) -> None:
    """This function will put orders in place that nobody has asked about."""
    outside.forget_provider()
    outside.stand_at(AT)
    for place in range(many):
        add_order(JOURNEY, f"{prefix}-{place}")


class _Paying(Exception):
    """The money is to leave."""


def _stop(step: str) -> None:
    if step in NOBODY:
        raise _Paying


def open_and_approve(number: str) -> str:
    """This function will have a case opened, taken in, inspected and approved, and return where it stands."""
    with suppress(_Paying):
        Walk(JOURNEY, number, lambda _: None, _stop).to_the_end()
    return str(models.Case.objects.get(order_number=number).state)


def try_to_pay(prefix: str, many: int) -> list[str]:
    """This function will have a worker try the payouts, and return what came of each and what the customer is told."""
    found = []
    for place in range(many):
        case = models.Case.objects.get(order_number=f"{prefix}-{place}")
        for key, kind in outside.due_effects(JOURNEY.shop, case.number):
            if kind == "payout":
                found.append(str(outside.do(JOURNEY.shop, key)))
        found.append(Browsing(case.order_number).case(case.number))
    return sorted(set(found))


def an_hour_later(prefix: str, many: int) -> dict[str, Any]:
    """This function will have a worker do what is due an hour later, and return what is there then."""
    outside.hours_later(1)
    outside.stand_at(AT + HOUR + HOUR // 4)
    outside.recover(outside.do)
    orders = [f"{prefix}-{place}" for place in range(many)]
    return {"states": checks.count_by_state(orders), "faults": checks.faults((), orders, AT + 2 * HOUR)}


class Browsing:
    """A customer's browser on the order."""

    def __init__(self, number: str) -> None:
        order = order_with(JOURNEY.shop, number)
        assert order is not None
        self.client = Client(raise_request_exception=False)
        self.order = pages.find(self.client, JOURNEY.shop, number, order.email)
        self.check, self.fields = "", dict[str, str]()

    def up_to_the_last_look(self) -> None:
        """This function will ask for the refund, up to its last button."""
        answers = {"condition__worn": "no", "condition__used": "no", "condition__original_packaging": "yes"}
        self.check = pages.ask(self.client, self.order, JOURNEY.piece, JOURNEY.reason, "refund", **answers)
        page = self.client.get(self.check).content.decode()
        self.fields = {name: pages.hidden(page, name) for name in ("key", "seal")}

    def look(self) -> dict[str, Any]:
        """This function will look at the order, and return the status and whether the page comes back by itself."""
        close_old_connections()  # as a server does before each request
        answer = self.client.get(self.order)
        return {"status": answer.status_code, "again": answer.headers.get("Refresh", "")}

    def send(self) -> dict[str, Any]:
        """This function will press the last button, and return the status and whether what was sent is kept."""
        close_old_connections()
        answer = self.client.post(self.check, self.fields)
        page = answer.content.decode()
        kept = all(f'name="{name}" value="{value}"' in page for name, value in self.fields.items())
        return {"status": answer.status_code, "kept": kept}

    def case(self, number: str) -> str:
        """This function will return whether the page of the case tells that the money is on its way."""
        page = self.client.get(f"/{JOURNEY.shop}/cases/{number}/").content.decode()
        return "the money is on its way" if "Your money is on its way" in page else "the page does not tell"


def status_of(address: str) -> int:
    """This function will return the status of a page that somebody new asks for."""
    close_old_connections()
    return Client(raise_request_exception=False).get(address).status_code


def cases_of_order(number: str) -> int:
    """This function will return how many cases the order has."""
    return models.Case.objects.filter(order_number=number).count()


def worker_goes_on(number: str) -> str:
    """This function will walk a case to its end in this process, which has seen the database die."""
    close_old_connections()
    Walk(JOURNEY, number, lambda _: None).to_the_end()
    return str(models.Case.objects.get(order_number=number).state)


def open_until_refused(prefix: str, many: int) -> tuple[list[str], str]:
    """This function will open cases until the database refuses; the orders that were answered, and how it refused."""
    opened = []
    for place in range(many):
        try:
            Walk(JOURNEY, f"{prefix}-{place}", lambda _: None, _stop_after_opening).to_the_end()
        except _Opened:
            opened.append(f"{prefix}-{place}")
        except DatabaseError as error:
            refused = type(error.__cause__ or error).__name__
            status = status_of(f"/{JOURNEY.shop}/")
            return opened, f"{refused}, pages answer {status if status in {200, 503} else 'wrongly'}"
    return opened, ""


class _Opened(Exception):
    """The case is open."""


def _stop_after_opening(step: str) -> None:
    if step != "open":
        raise _Opened


def open_all(prefix: str, many: int, opened: list[str]) -> dict[str, Any]:
    """This function will walk all cases to their end, and return what is wrong with them and with those opened."""
    connections.close_all()
    orders = [f"{prefix}-{place}" for place in range(many)]
    lost = [number for number in opened if not models.Case.objects.filter(order_number=number).exists()]
    for number in orders:
        Walk(JOURNEY, number, lambda _: None).to_the_end()
    outside.recover(outside.do)
    return {"lost": lost, "faults": checks.faults((), orders, AT), "states": checks.count_by_state(orders)}
