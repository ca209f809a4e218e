"""A shop's own orders and cases as a history that `amends backtest` reads.

Laws: all of it is as of one moment, and nothing is written to the database; memory holds one batch of orders, whatever
the shop has; one query reads the orders and one more each batch; no name, address, mail or word of a person is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any

from amends.backtest.embedded import connected
from amends.backtest.preparing import check_ending, prepare
from amends.backtest.schema import ANSWERED, ASKED, DECIDED, DISCOUNTS, LINE, REMEDY
from amends.backtest.writing import columns_of, write_csv
from amends.core.claims import facts_of_pieces
from amends.core.engine.stored import facts_document
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.core.orders import Order
from amends.core.policy.tree import Policy
from amends.records.histories import DecidedClaim, decided_claims
from amends.records.orders import all_orders
from amends.records.policies import latest_policy
from amends.records.shops import ShopRow
from amends.records.snapshot import snapshot

BATCH = 500  # orders whose claims are asked for at once


class ExportRefused(AmendsError):
    """A history of the shop cannot be written there."""

    code = "export_refused"


@dataclass(slots=True)
class Exported:
    """What was written."""

    orders: int = 0
    rows: int = 0
    claims: int = 0
    left_out: int = 0  # orders whose parcels do not fit their lines


def export_history(
    shop: ShopRow, target: Path, *, batch: int = BATCH, tell: Callable[[int], None] | None = None
) -> Exported:
    """This function will write the history to a new file, Parquet or CSV by its ending, or raise `ExportRefused`.

    `tell` hears how many orders are done.
    """
    check_ending(str(target))  # raises where the ending is neither
    if target.exists():
        raise ExportRefused(f"there is a file `{target}` already.", hint="Name a new file, or remove that one.")
    policy = latest_policy(shop)
    if policy is None:
        raise ExportRefused(f"the shop `{shop.id}` has no policy yet.", hint="Publish one; its facts are the columns.")
    found = Exported()
    unfinished = f".{target.stem}.{token_hex(6)}.unfinished"  # a name that no other run writes to
    draft, done = target.with_name(f"{unfinished}.csv"), target.with_name(f"{unfinished}{target.suffix}")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file, snapshot():
            rows = _rows(shop.id, policy, batch, found, tell or (lambda _: None))
            found.rows = write_csv(file, columns_of(policy), rows, policy.shop.currency)
        if target.suffix.lower() == ".parquet":
            _as_parquet(draft, done, policy)
        done.replace(target)
    except OSError as error:
        raise ExportRefused(f"`{target}` cannot be written: {(error.strerror or str(error)).lower()}.") from error
    finally:
        draft.unlink(missing_ok=True)
        done.unlink(missing_ok=True)
    return found


def _as_parquet(draft: Path, done: Path, policy: Policy) -> None:
    connection = connected()
    try:
        prepare(
            connection, str(draft), done, zone=policy.shop.zone, currency=policy.shop.currency,
            vocabulary=policy.vocabulary,
        )  # fmt: skip
    finally:
        connection.close()


def _rows(
    shop_id: str, policy: Policy, batch: int, found: Exported, tell: Callable[[int], None]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    left = all_orders(shop_id)
    while orders := list(islice(left, batch)):
        claims = decided_claims(shop_id, (one.number for one in orders))
        for order in orders:
            found.orders += 1
            asked = claims.get(order.number, [])
            found.claims += len(asked)
            yield from (_asked(order, one) for one in asked)
            yield from _not_asked(order, policy, {one.piece_id for one in asked}, found)
        tell(found.orders)


def _asked(order: Order, claim: DecidedClaim) -> dict[str, Any]:
    told = {
        **_of_line(order, claim.piece_id),
        REMEDY: claim.remedy,
        ANSWERED: claim.outcome or Outcome.REFUSED.value,
        DECIDED: claim.at,
    }
    return {ASKED: claim.at, **claim.facts, **told}


def _not_asked(order: Order, policy: Policy, asked: set[str], found: Exported) -> Iterator[dict[str, Any]]:
    try:
        pieces = facts_of_pieces(order, policy.vocabulary)
    except AmendsError:
        found.left_out += 1
        return
    for piece, facts in pieces:
        if piece.id not in asked:
            yield {**facts_document(facts), **_of_line(order, piece.id)}


def _of_line(order: Order, piece_id: str) -> dict[str, Any]:
    off = order.discount_minor + sum(line.discount_minor for line in order.lines)
    return {LINE: f"{order.number} {piece_id}", DISCOUNTS: off}
