"""The sample shops as tests use them: put in place as of one fixed moment, so that every date is known."""

from __future__ import annotations

from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from amends.config.sessions import CustomerSessionStore
from amends.core.dates import Instant, instant_of
from amends.core.orders import Order
from amends.examples import Situation, situations
from amends.records.models import Order as OrderTable
from amends.records.models import PaymentName, PolicyText, PolicyVersion, Product, Shop
from amends.records.orders import order_with, save_orders
from amends.records.shops import ShopRow, shop_with
from amends.usecases.load_demo import load_demo

AT: Instant = instant_of(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))  # ten in the morning in New York
HOUR = 3_600_000_000


# What loading a shop writes, each after what it refers to; the names of payments are written by the database itself.
_WRITTEN = (Shop, Product, OrderTable, PolicyVersion, PolicyText)
_loaded: dict[str, dict[str, bytes]] = {}  # the rows of each table, of each shop that was loaded, as COPY tells them


def put_in_place(*shop_ids: str) -> None:
    """This function will load those sample shops: by the use case the first time, later the same rows again."""
    for shop_id in shop_ids:
        if shop_with(shop_id) is not None:
            load_demo(lambda _: None, AT, [shop_id])  # over what is there
        elif shop_id in _loaded:
            _put_back(_loaded[shop_id])
        else:
            load_demo(lambda _: None, AT, [shop_id])
            _loaded[shop_id] = _rows_of(shop_id)


def _rows_of(shop_id: str) -> dict[str, bytes]:
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("records").get_models():
            if model not in (*_WRITTEN, PaymentName):
                # Another shop may be in use already: which test of a run loads a shop first is nobody's choice.
                own = model._default_manager.filter(shop_id=shop_id)
                assert not own.exists(), f"loading a shop fills {model.__name__}: name it above"
        for model in _WRITTEN:
            names = ", ".join(field.column or "" for field in model._meta.concrete_fields)
            key = "id" if model is Shop else "shop_id"
            asked = f"COPY (SELECT {names} FROM {model._meta.db_table} WHERE {key} = '{shop_id}') TO STDOUT"  # noqa: S608
            with cursor.copy(asked) as copy:
                found[f"{model._meta.db_table} ({names})"] = b"".join(bytes(part) for part in copy)
    return found


def _put_back(tables: dict[str, bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)


def shop(shop_id: str) -> ShopRow:
    """This function will return a sample shop that is in place."""
    found = shop_with(shop_id)
    assert found is not None
    return found


def order(shop_id: str, number: str) -> Order:
    """This function will return one of its orders."""
    found = order_with(shop_id, number)
    assert found is not None
    return found


def situation(shop_id: str, clause: str, place: int = 0) -> Situation:
    """This function will return an order worth trying for that clause."""
    return [one for one in situations(shop_id) if one.clause == clause][place]


def add(shop_id: str, new: Order) -> Order:
    """This function will keep an order of the test's own."""
    save_orders(shop_id, [new])
    return new


def session_of(client: Client) -> CustomerSessionStore:
    """This function will return what a customer's browser has in its session."""
    return CustomerSessionStore(client.cookies[settings.AMENDS_CUSTOMER_COOKIES["session"]].value)


def find(client: Client, shop_id: str, number: str, proof: str) -> str:
    """This function will find the order as a customer does and return its address."""
    response = client.post(f"/{shop_id}/find", {"number": number, "proof": proof})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def ask(client: Client, address: str, piece: str, reason: str, remedy: str, **answers: str) -> str:
    """This function will ask for a remedy as a customer does, up to the last look, and return that page."""
    claim = f"{address}pieces/{piece}/"
    assert client.post(f"{claim}reason", {"reason": reason, "quantity": "1"}).status_code == 302
    if answers:
        given = {f"q.{name.replace('__', '.')}": value for name, value in answers.items()}
        assert client.post(f"{claim}questions", given).status_code == 302
    response = client.post(f"{claim}remedy", {"remedy": remedy, "note": ""})
    assert response.status_code == 302, response.content.decode()
    return f"{claim}check"


def hidden(page: str, name: str) -> str:
    """This function will return the value of a hidden field of the page."""
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def send(client: Client, check: str) -> str:
    """This function will press the button of the last look and return the address of what comes of it."""
    page = client.get(check).content.decode()
    fields = {name: hidden(page, name) for name in ("key", "seal")}
    response = client.post(check, fields)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])
