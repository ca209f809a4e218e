"""What customers, staff, the provider and the clock may do at a step; the dice choose, the core decides.

What the project refuses with an error of its own is a good answer; every other error is a fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.simulation.desk import touch
from tests.simulation.provider import Killed
from tests.simulation.world import SECRET, World

from amends.core.cases.commands import Record
from amends.core.cases.evolve import CaseHistoryInvalid
from amends.core.cases.money_events import PayoutDone
from amends.core.claims import Claim
from amends.core.dates import HOUR
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.core.orders import Product
from amends.core.refunds.exchange import exchange_candidates
from amends.core.vocabulary import REASONS
from amends.ports.answers import NotNow, Unclear
from amends.records import models
from amends.records.outbox import EffectRow
from amends.records.payouts import payout_with
from amends.records.shops import products_with
from amends.records.told import PAYMENTS, put_down
from amends.usecases.act_on_case import act_on_case
from amends.usecases.ask_payment import ask_payment, withdraw_page
from amends.usecases.do_effect import Handler, do_effect
from amends.usecases.hear_payment import follow_up
from amends.usecases.open_case import Form, open_case
from amends.usecases.pay_out import pay_out
from amends.usecases.read_order import InHand, read_order
from amends.usecases.record_payout import record_payout
from amends.usecases.ring_timer import ring_timer
from amends.usecases.settle_payouts import settle_payouts
from amends.usecases.weigh_claim import Ask, Wanted, weigh_claim

_REMEDIES = (
    "refund", "refund", "refund", "refund", "store_credit", "exchange", "exchange", "cancel", "partial_refund",
    "remake", "repair", "resend", "change", "price_adjustment",
)  # fmt: skip
_FACTS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("condition.undamaged", (True, True, True, False)),
    ("condition.worn", (False, False, False, True)),
    ("condition.used", (False, False, False, True)),
    ("condition.original_packaging", (True, True, True, False)),
    ("condition.receipt", (True, True, False)),
)
MOST_CASES = 2


def open_one(world: World) -> None:
    """A customer asks for something, about one to three pieces; now and then the same form comes twice."""
    order = world.dice.choice(world.orders)
    in_hand = read_order(world.shop, order.number)
    assert in_hand is not None
    pieces = sorted(in_hand.pieces)
    if not pieces:
        return
    chosen = world.dice.sample(pieces, min(len(pieces), world.dice.choice([1, 1, 1, 2, 3])))
    asks = tuple(_hopeful(world, in_hand, one) for one in chosen)
    world.forms += world.dice.random() > 0.1
    form = Form(key=f"f{world.forms}", asks=asks, seal=None, channel=world.dice.choice(["portal", "mail"]))
    open_case(world.shop, order.number, form, world.at, SECRET)


def _hopeful(world: World, in_hand: InHand, piece_id: str) -> Ask:
    """Mostly something that is not refused, or the play would end where it begins."""
    ask = _ask(world, in_hand, piece_id)
    for _ in range(world.dice.choice([0, 8, 8, 8])):
        option = weigh_claim(in_hand, piece_id, ask.claim, world.at, ask.wanted).option(ask.remedy)
        if option is not None and option.outcome is not Outcome.REFUSED:
            break
        ask = _ask(world, in_hand, piece_id)
    return ask


def _ask(world: World, in_hand: InHand, piece_id: str) -> Ask:
    dice = world.dice
    answers = {name: dice.choice(values) for name, values in _FACTS if dice.random() < 0.9}
    remedy = dice.choice(_REMEDIES)
    piece = in_hand.pieces[piece_id][0]
    product_id = piece.line.product_id
    claim = Claim(reason=dice.choice(REASONS), quantity=dice.randint(1, piece.quantity), answers=answers)
    product = products_with(world.shop.id, [product_id]).get(product_id)
    wanted = _wanted(world, product, piece.line.sku) if remedy == "exchange" and product else None
    return Ask(piece_id=piece_id, claim=claim, remedy=remedy, wanted=wanted)


def _wanted(world: World, product: Product, sku: str) -> Wanted | None:
    try:
        others = exchange_candidates(product, sku)
    except AmendsError:
        return None
    return Wanted(product, world.dice.choice(others)) if others else None


# --- what the worker, the clock and the provider do


def pays(world: World, payout_id: str) -> None:
    """This function will pay out as the project does."""
    pay_out(world.shop, payout_id, world.provider, world.at)


def pays_without_looking(world: World, payout_id: str) -> None:
    """This function will pay out as one should not: a new key at each attempt, and no look before it."""
    payout = payout_with(world.shop.id, payout_id)
    assert payout is not None
    world.forms += 1000
    refund = world.provider.refund(
        key=f"{payout_id} {world.forms}", payment_ref=payout.payment_ref, amount_minor=payout.amount_minor,
        currency=payout.currency, about={},
    )  # fmt: skip
    done = PayoutDone(item=payout.item_id, pay=payout_id, ref=refund.ref)
    act_on_case(world.shop, payout.case_number, Record(event=done), at=world.at, by="provider")


def handlers(world: World) -> dict[str, Handler]:
    """This function will return how the worker of this world does its effects: money for real, the rest at once."""

    def payout(row: EffectRow, _at: int) -> None:
        WAYS_TO_PAY[world.pays](world, str(row.body["pay"]))

    def page(row: EffectRow, at: int) -> None:
        due = f"{row.case_number}.{row.body['due']}"
        ask_payment(world.shop, due, world.provider, "https://shop.example/back", at)

    def withdraw(row: EffectRow, at: int) -> None:
        withdraw_page(world.shop, f"{row.case_number}.{row.body['due']}", world.provider, at)

    def nothing(_row: EffectRow, _at: int) -> None:
        """Mails and labels have tests of their own; here they only leave the outbox."""

    return {
        "payout": payout, "payment_page": page, "withdraw_page": withdraw, "mail": nothing, "alert": nothing,
        "label": nothing,
    }  # fmt: skip


WAYS_TO_PAY = {"rightly": pays, "without looking": pays_without_looking}


def work(world: World) -> None:
    """The worker does one effect that waits; it may die in the middle of it."""
    waiting = models.Effect.objects.filter(shop_id=world.shop.id).exclude(state="done")
    waiting = waiting.exclude(kind__in=("mail", "alert")).order_by("made_at", "kind", "body")
    keys = list(waiting.values_list("key", flat=True))
    if keys:
        do_effect(world.shop.id, world.dice.choice(keys), handlers(world), lambda: world.at)


def later(world: World) -> None:
    """Time passes: minutes, hours or days; what is due rings, perhaps late, perhaps twice."""
    world.at += world.dice.choice([HOUR // 60, HOUR, 12 * HOUR, 48 * HOUR, 240 * HOUR])
    rows = world.cases
    if rows and world.dice.random() < 0.7:
        ring_timer(world.shop, world.dice.choice(rows).number, world.at)


def provider_moves(world: World) -> None:
    """Something happens at the provider by itself."""
    chosen = world.dice.choice(["settle", "settle", "pay", "pay", "pay", "hand", "dispute"])
    if chosen == "hand" and world.dice.random() < 0.3 and world.provider.payments:
        world.provider.refund_by_hand()
    elif chosen == "dispute" and world.dice.random() < 0.1 and world.provider.payments:
        world.provider.dispute()
    elif chosen == "settle":
        world.provider.settle()
    else:
        world.provider.pay_page()


def deliver(world: World) -> None:
    """One of the provider's messages arrives: any of them, in no order, perhaps again later."""
    if world.provider.events:
        place = world.dice.randrange(len(world.provider.events))
        event = world.provider.events.pop(place)
        put_down(world.shop.id, PAYMENTS, event.ref, event.type, event, world.at)
        follow_up(world.shop, event.ref, world.provider, world.at)


def give_back(world: World) -> None:
    """Somebody of the shop pays by hand what nobody owed and the provider could not give back."""
    rows = models.Payout.objects.filter(shop_id=world.shop.id, item_id="", by_hand=True, state="waiting")
    left = rows.order_by("made_at", "amount_minor").first()
    if left is not None:
        record_payout(world.shop, left.id, world.dice.choice(world.members), f"transfer {left.id}", world.at)


def settle(world: World) -> None:
    """The round that looks after money on its way."""
    settle_payouts(world.shop, world.provider, world.at)


def choices(world: World) -> list[Callable[[World], None]]:
    """This function will return what may happen next; what matters more stands there more often."""
    cases, provider = len(world.cases), world.provider
    under_way = any(one.state == "pending" for one in provider.refunds.values())
    to_pay = any(one.state == "open" for one in provider.pages.values())
    return [
        *[open_one] * (8 if not cases else 1 if cases < MOST_CASES else 0),
        *[touch] * (12 if cases else 0),
        *[work] * (5 if world.standing.has_effects else 0),
        *[provider_moves] * (4 if under_way or to_pay else 1 if provider.refunds else 0),
        *[deliver] * (4 if provider.events else 0),
        *[settle] * (1 if provider.calls else 0),
        *[give_back] * (2 if world.standing.has_to_give_back else 0),
        later,
    ]


def one_step(world: World) -> str:
    """This function will let one thing happen, and say what it was and how it was answered."""
    chosen = world.dice.choice(choices(world))
    world.told.append(chosen.__name__)
    try:
        chosen(world)
    except Killed:
        return "killed"
    except (NotNow, Unclear):
        return "unclear"
    except CaseHistoryInvalid:
        raise  # the core promised something that cannot happen
    except AmendsError as refusal:
        world.told[-1] += f" -> {refusal.code}"
        return refusal.code
    return "done"
