"""A desk to try cases at: one sample shop, one case, and every verb of staff and customer with a clock that goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from inspect import signature
from typing import Any

from tests.invariants import check
from tests.sample_shops import AT, HOUR, shop

from amends.core.cases.case import Item
from amends.core.cases.commands import Approve, Record
from amends.core.cases.money_events import DuePaid, PayoutDone
from amends.core.cases.values import Pay
from amends.core.claims import Claim
from amends.core.receipts import derive, differences
from amends.core.refunds.claimed import Figures
from amends.laws.kept import floor_from
from amends.records import models
from amends.records.cases import CaseRow, case_numbered, decisions_of
from amends.records.events import events_of
from amends.records.shops import ShopRow, products_with
from amends.usecases.act_on_case import act_on_case
from amends.usecases.open_case import Form, open_case
from amends.usecases.read_order import read_order
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.ring_timer import ring_timer
from amends.usecases.sign_receipt import open_receipt
from amends.usecases.weigh_claim import Ask, Wanted
from amends.usecases.write_receipt import write_receipt

SECRET = b"of the tests"
MEMBER = "a member"
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
UNDAMAGED = {"condition.undamaged": True}
DAY = 24 * HOUR


@dataclass
class Desk:
    """One shop at one moment, with the case that is dealt with."""

    shop_id: str
    at: int = AT
    number: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)  # what is stated unless a test says else

    @property
    def shop(self) -> ShopRow:
        """The shop."""
        return shop(self.shop_id)

    @property
    def row(self) -> CaseRow:
        """The case as it is kept now."""
        found = case_numbered(self.shop_id, self.number)
        assert found is not None
        return found

    def item(self, item_id: str = "1") -> Item:
        """An item of it."""
        return self.row.case.item(item_id)

    @property
    def state(self) -> str:
        """Where its first item stands."""
        return self.item().state.value

    def clauses(self, item_id: str = "1") -> tuple[str, ...]:
        """The clauses of its answer."""
        return self.item(item_id).answer.clauses

    def ask(self, piece: str, reason: str, remedy: str, *, sku: str = "", quantity: int = 1, **answers: Any) -> Ask:
        """One ask; `condition__worn=True` states a fact."""
        stated = {**self.answers, **{name.replace("__", "."): value for name, value in answers.items()}}
        by = str(stated.pop("claim.by", "buyer"))
        details = stated.pop("details", {})
        claim = Claim(reason=reason, quantity=quantity, asked_at=self.at, answers=stated, by=by)
        return Ask(piece_id=piece, claim=claim, remedy=remedy, wanted=self.wanted(sku), details=details)

    def wanted(self, sku: str) -> Wanted | None:
        """The variant of that stock number, whosever it is."""
        if not sku:
            return None
        for product in products_with(self.shop_id, self.all_products()).values():
            for variant in product.variants:
                if variant.sku == sku:
                    return Wanted(product, variant)
        raise KeyError(sku)

    def all_products(self) -> list[str]:
        """The ids of all products that orders of this shop name."""
        return list(models.Product.objects.filter(shop_id=self.shop_id).values_list("id", flat=True))

    def opens(self, order: str, *asks: Ask) -> CaseRow:
        """Open a case, as by mail, so that refused items are kept as well."""
        form = Form(key=sha256(f"{order} {asks} {self.at}".encode()).hexdigest(), asks=asks, seal=None, channel="mail")
        row = open_case(self.shop, order, form, self.at, SECRET)
        self.number = row.number
        check(self.shop_id, at=self.at)
        return row

    def does(self, verb: Callable[..., CaseRow], *args: Any, item: str = "1", **named: Any) -> CaseRow:
        """Do one thing to an item as a member of staff."""
        is_customers = "by" in signature(verb).parameters
        named = {**({"by": "customer"} if is_customers else {"member": MEMBER}), "at": self.at, **named}
        row = verb(self.shop, self.number, item, *args, **named)
        check(self.shop_id, at=self.at)
        return row

    def arrives(self, *items: str) -> CaseRow:
        """The parcel with the goods of these items is taken in."""
        row = receive_parcel(self.shop, self.number, items or ("1",), member=MEMBER, at=self.at)
        check(self.shop_id, at=self.at)
        return row

    def later(self, span: int) -> Desk:
        """The clock goes on."""
        self.at += span
        return self

    def pays(self, item: str = "1") -> int:
        """The customer pays what is due, and the amount is returned."""
        due = self.item(item).open_due
        assert due is not None
        self.tells(DuePaid(item=item, due=due.id, ref="pi_of_the_tests"))
        return due.amount_minor

    def returns(self) -> list[int]:
        """What of the customer's payments is to go back by the provider, each with its own effect."""
        rows = models.Payout.objects.filter(shop_id=self.shop_id, case_number=self.number, item_id="").order_by("id")
        asked = models.Effect.objects.filter(shop_id=self.shop_id, case_number=self.number, kind="payout")
        assert {one.id for one in rows} <= {one.body["pay"] for one in asked}
        return [one.amount_minor for one in rows]

    def tells(self, event: Any) -> CaseRow:
        """Something is told from outside."""
        row = act_on_case(self.shop, self.number, Record(event=event), at=self.at, by="provider")
        check(self.shop_id, at=self.at)
        return row

    def rings(self) -> None:
        """Every timer rings that is due by now."""
        while ring_timer(self.shop, self.number, self.at):
            pass
        check(self.shop_id, at=self.at)

    def told(self) -> list[str]:
        """The kinds of all that has happened, in order."""
        return [one.kind for one in events_of(self.shop_id, self.number)]

    def mails(self) -> list[str]:
        """The stages that mails were asked for, in order."""
        rows = models.Effect.objects.filter(shop_id=self.shop_id, case_number=self.number, kind="mail")
        return [one.body["stage"] for one in sorted(rows, key=lambda one: one.body["event"])]

    def pays_out(self, item: str = "1") -> int:
        """The money is approved and leaves by the order's first payment; the amount is returned."""
        found = self.item(item)
        give = found.answer.give_minor
        if found.remedy == "store_credit":
            approve = Approve(item=item, person=MEMBER, credit_minor=give, credit_id=f"{self.number}-{item}")
            act_on_case(self.shop, self.number, approve, at=self.at, by=MEMBER)
            return give
        in_hand = read_order(self.shop, self.row.case.order)
        assert in_hand is not None
        pay = Pay(id=f"{self.number}.{item}.1", payment_id=in_hand.order.payments[0].id, amount_minor=give)
        pays = (pay,) if give else ()
        act_on_case(self.shop, self.number, Approve(item=item, person=MEMBER, pays=pays), at=self.at, by=MEMBER)
        if give:
            self.tells(PayoutDone(item=item, pay=pay.id, ref="re_of_the_tests"))
        return give

    def decided(self, item: str = "1") -> Mapping[str, Any]:
        """The verdicts that the item was last decided on."""
        return decisions_of(self.shop_id, self.number)[item].verdicts

    def receipt(self, item: str = "1") -> Figures | None:
        """The figures of the item's receipt; all of the receipt follows."""
        receipt = open_receipt(write_receipt(self.shop, self.row, item, bytes(32))).receipt
        assert list(differences(receipt, derive(receipt, floor_from))) == []
        return receipt.figures
