"""What tests of the money work with: a case whose money can be approved, who approves it, and the provider's side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from tests.sample_shops import AT, HOUR, add, order, put_in_place, shop, situation
from tests.sandbox.serving import control

from amends.core.cases.commands import Inspect, Receive, Record
from amends.core.cases.events import Posted
from amends.core.claims import Claim
from amends.core.orders import Order, Payment
from amends.integrations.stripe.client import StripePayments
from amends.records import models
from amends.records.cases import CaseRow, case_numbered
from amends.records.members import MemberRow, add_account, add_member, member_at
from amends.records.shops import ShopRow
from amends.sandbox import charges_of, seed
from amends.usecases.act_on_case import act_on_case
from amends.usecases.approve_refund import approve_refund
from amends.usecases.open_case import Form, open_case
from amends.usecases.preview_refund import preview_refund
from amends.usecases.weigh_claim import Ask

SECRET = b"of the tests"
SECRETS = ("whsec_tests",)
UNWORN = {
    "condition.worn": False, "condition.used": False, "condition.original_packaging": True, "condition.undamaged": True,
}  # fmt: skip
NUMBER = "WR-1001"
SHOP, PIERCING = "silver", "piercing"
MINUTE = HOUR // 60
PATIENT, IMPATIENT = 60, 3  # seconds; the second is for answers that never come


class Outside(StripePayments):
    """The real adapter, and a witness that nobody asks it while a transaction is open."""

    def __init__(self, address: str, answer_seconds: int = PATIENT) -> None:
        super().__init__(
            shop=SHOP, api_key="sk_test_1", webhook_secrets=SECRETS, address=address, answer_seconds=answer_seconds
        )
        self._api = _Watched(self._api)  # type: ignore[assignment]


class _Watched:
    """Whatever is asked of the library, it is asked outside every transaction."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        open_ones = [one for one in connection.atomic_blocks if not getattr(one, "_from_testcase", False)]
        assert not open_ones, "the provider is asked inside a transaction"
        return getattr(self._inner, name)


def member(role: str = "finance", email: str = "", shop_id: str = SHOP) -> MemberRow:
    """This function will return a new member of that role."""
    count = models.Member.objects.count()
    user = add_account(email or f"{role}{count}@shop.example", f"{role} {count}")
    add_member(shop_id, user, role, f"{role} {count}", AT)
    found = member_at(shop_id, user)
    assert found is not None
    return found[1]


def desk(**numbers: int) -> ShopRow:
    """This function will give the shop these numbers of its own and return it."""
    models.Shop.objects.filter(id=SHOP).update(desk=numbers)
    return shop(SHOP)


def paid_with(*payments: Payment, number: str = NUMBER) -> Order:
    """This function will let the order have been paid so; none: as it was."""
    known = order(SHOP, number)
    return add(SHOP, replace(known, payments=payments)) if payments else known


def opened(
    piece: str = "L1.P1", *, remedy: str = "refund", number: str = NUMBER, at: int = AT, by: str = "buyer",
    reason: str = "changed_mind", quantity: int = 1, key: str = "", shop_id: str = SHOP,
) -> CaseRow:  # fmt: skip
    """This function will open a case about one piece."""
    claim = Claim(reason=reason, asked_at=at, answers=UNWORN, by=by, quantity=quantity)
    asks = (Ask(piece_id=piece, claim=claim, remedy=remedy),)
    form = Form(key=key or f"{number} {piece} {remedy} {by}", asks=asks, seal=None)
    return open_case(shop(shop_id), number, form, at, SECRET)


def to_approve(piece: str = "L1.P1", *, shop_id: str = SHOP, **more: Any) -> CaseRow:
    """This function will open a case and take it to where its money is to be approved."""
    at = more.get("at", AT)
    row = opened(piece, shop_id=shop_id, **more)
    if row.case.item("1").state.value == "to_send":
        act_on_case(shop(shop_id), row.number, Record(event=Posted(item="1")), at=at, by="customer")
        act_on_case(shop(shop_id), row.number, Receive(items=("1",)), at=at, by="warehouse")
        quantity = row.case.item("1").quantity
        act_on_case(shop(shop_id), row.number, Inspect(item="1", accepted=quantity), at=at, by="warehouse")
    return now(row, shop_id)


def now(row: CaseRow, shop_id: str = SHOP) -> CaseRow:
    """This function will return the case as it stands now."""
    found = case_numbered(shop_id, row.number)
    assert found is not None
    return found


def approve(
    row: CaseRow, who: MemberRow | None = None, *, at: int = AT, reason: str = "", item: str = "1", shop_id: str = SHOP
) -> CaseRow:
    """This function will look at the preview and approve what it shows."""
    who = who or member(shop_id=shop_id)
    seen = preview_refund(shop(shop_id), row.number, item, who).seal
    return approve_refund(shop(shop_id), row.number, item, who, seen, at, reason=reason)


def given_credit(days: int = 0) -> models.Credit:
    """This function will put the piercing shop in place and return store credit that a gift's recipient was given."""
    put_in_place(PIERCING)
    models.Shop.objects.filter(id=PIERCING).update(desk={"credit_days": days} if days else {})
    number = situation(PIERCING, "A7").order_number
    row = to_approve(
        number=number, shop_id=PIERCING, remedy="store_credit", by="gift_recipient", reason="unwanted_gift"
    )
    approve(row, shop_id=PIERCING)
    return models.Credit.objects.get(case_number=row.number)


@dataclass
class Provider:
    """The practice provider: its address, an adapter for the shop, and its other side."""

    address: str
    answer_seconds: int = PATIENT

    @property
    def port(self) -> Outside:
        """This property will hold an adapter that checks that no transaction is open."""
        return Outside(self.address, self.answer_seconds)

    def charge(self, *orders: Order) -> None:
        """This function will put the orders' payments in place."""
        seed(self.address, charges_of(orders))

    def control(self, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """This function will ask the control address."""
        return control(self.address, path, told)

    def fault(self, kind: str, **more: object) -> None:
        """This function will make the next refund go wrong in that way."""
        if kind == "timeout_after":
            self.answer_seconds = IMPATIENT
        self.control("faults", {"kind": kind, **more})

    def refunds(self, charge: str = "") -> list[dict[str, Any]]:
        """This function will return the refunds that exist there, those that failed as well."""
        found: list[dict[str, Any]] = self.control("state")["refunds"]
        return [one for one in found if not charge or one["charge"] == charge]

    def events(self) -> list[str]:
        """This function will return the names of what the provider has to tell, oldest first."""
        return [one["id"] for one in self.control("state")["events"]]
