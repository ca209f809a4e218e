"""What must hold after every step, seen from outside: the provider's own books are the witness."""

from __future__ import annotations

from collections import Counter

from django.db import connection
from tests.simulation.world import Standing, World

from amends.core.cases.evolve import fold
from amends.records import models
from amends.records.cases import case_numbered
from amends.records.events import history_of

_HOW_IT_STANDS = """
SELECT 'case', number, version FROM records_case WHERE shop_id = %(shop)s
UNION ALL SELECT 'ledger', case_number, sum(amount_minor) FROM records_posting WHERE shop_id = %(shop)s
GROUP BY case_number, currency HAVING sum(amount_minor) <> 0
UNION ALL SELECT 'effects', '', count(*) FROM records_effect
WHERE shop_id = %(shop)s AND state NOT IN ('done', 'dead') AND kind NOT IN ('mail', 'alert')
UNION ALL SELECT 'by hand', '', count(*) FROM records_payout
WHERE shop_id = %(shop)s AND item_id = '' AND by_hand AND state = 'waiting'
"""


def faults(world: World) -> list[str]:
    """This function will return everything that is wrong now, and keep in the world how it stands."""
    world.standing, ledger = look(world)
    return [*_provider(world), *_cases(world), *ledger]


def look(world: World) -> tuple[Standing, list[str]]:
    """This function will return how things stand and what the ledger has wrong, asking once."""
    versions: dict[str, int] = {}
    counts: dict[str, int] = {}
    off = []
    with connection.cursor() as cursor:
        cursor.execute(_HOW_IT_STANDS, {"shop": world.shop.id})
        for what, name, count in cursor.fetchall():
            if what == "case":
                versions[name] = count
            elif what == "ledger":
                off.append(f"the ledger of {name} is off by {count}")
            else:
                counts[what] = count
    return Standing(versions, counts["effects"] > 0, counts["by hand"] > 0), off


def unfinished(world: World) -> list[str]:
    """This function will return what is still under way when nothing goes wrong any more and all has had its turn."""
    shop_id = world.shop.id
    stuck = models.Payout.objects.filter(shop_id=shop_id, by_hand=False).exclude(state__in=("done", "failed"))
    open_effects = models.Effect.objects.filter(shop_id=shop_id, kind="payout").exclude(state="done")
    paid = {one.key: one for one in world.provider.refunds.values() if one.key and one.state == "succeeded"}
    done = models.Payout.objects.filter(shop_id=shop_id, state="done", by_hand=False)
    twice = models.Payout.objects.filter(shop_id=shop_id, state="done", by_hand=True, id__in=paid)
    return [
        *(f"payout {one.id} is {one.state}" for one in stuck),
        *(f"effect {one.key} is {one.state}: {one.why}" for one in open_effects if one.state != "dead"),
        *(f"payout {one.id} is done, and the provider has not paid it" for one in done if one.id not in paid),
        *(f"payout {one.id} was paid by hand and by the provider" for one in twice),
    ]


def _provider(world: World) -> list[str]:
    found = []
    keys = Counter(one.key for one in world.provider.refunds.values() if one.key)
    found += [f"payout {key} was paid {count} times" for key, count in keys.items() if count > 1]
    for ref, payment in world.provider.payments.items():
        given = sum(
            one.amount_minor for one in world.provider.refunds.values() if one.payment_ref == ref and one.counts
        )
        if given > payment.captured_minor:
            found.append(f"{ref} captured {payment.captured_minor} and gave back {given}")
    return found


def _cases(world: World) -> list[str]:
    shop_id = world.shop.id
    found = []
    held: Counter[tuple[str, str]] = Counter()
    for number, version in world.standing.versions.items():
        if world.seen.get(number, (0, None))[0] != version:
            row = case_numbered(shop_id, number)
            world.seen[number] = (version, row)
            if row is None or fold(history_of(shop_id, number)) != row.case:
                found.append(f"case {number} is not what its events come to")
        row = world.seen[number][1]
        if row is None:
            continue
        for item in row.case.items:
            if item.holds_units:
                held[row.case.order, item.line_id] += item.quantity
            if item.paid_minor > item.answer.give_minor:
                found.append(f"{number}.{item.id} was given {item.paid_minor} of {item.answer.give_minor}")
    return found + [
        f"{order.number} {line.id}: {held[order.number, line.id]} units are held"
        for order in world.orders
        for line in order.lines
        if held[order.number, line.id] > line.quantity
    ]
