"""What every part of the practice provider shares: its state, a clock that can be moved, and telling what happened."""

from __future__ import annotations

import secrets
import time

from amends.sandbox.answers import Body, Refused, missing
from amends.sandbox.store import Store

API_VERSION = "2026-10-28.endive"
_TAKEN_BACK = {"needs_response", "under_review", "lost"}


class World:
    """The state, with what may be asked of it in several places."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def now(self) -> int:
        """This function will return the provider's clock: the machine's, moved ahead, or stopped."""
        stopped: int | None = self.store.setting("stopped_at", None)
        return stopped if stopped is not None else int(time.time()) + int(self.store.setting("ahead_seconds", 0))

    def move_clock(self, *, at: int | None = None, advance: int = 0) -> None:
        """This function will stop the clock at a moment, or move it ahead, whether it runs or stands."""
        stopped = self.store.setting("stopped_at", None) if at is None else at
        if stopped is not None:
            self.store.set("stopped_at", stopped + advance)
        else:
            self.store.set("ahead_seconds", self.store.setting("ahead_seconds", 0) + advance)

    def new_id(self, prefix: str) -> str:
        """This function will return an id that nobody can guess."""
        return f"{prefix}_{secrets.token_hex(12)}"

    def charge(self, ref: str, param: str = "id") -> Body:
        """This function will return the charge, or refuse."""
        found = self.store.get("charge", ref)
        if not found:
            raise missing("charge", ref, param)
        return found

    def intent(self, ref: str, param: str = "intent") -> Body:
        """This function will return the payment intent, or refuse."""
        found = self.store.get("payment_intent", ref)
        if not found:
            raise missing("payment_intent", ref, param)
        return found

    def room_of(self, charge: Body) -> int:
        """This function will return how much of a charge can still go back."""
        return int(charge["amount_captured"]) - int(charge["amount_refunded"])

    def refuse_disputed(self, charge: Body) -> None:
        """This function will refuse to refund what the customer's bank has taken back already."""
        if any(dispute["status"] in _TAKEN_BACK for dispute in self.store.all("dispute", charge["id"])):
            raise Refused(
                f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                code="charge_disputed",
                kept=True,
            )

    def count_refunded(self, charge: Body, change: int) -> Body:
        """This function will add to what is refunded of a charge, or take away from it."""
        refunded = charge["amount_refunded"] + change
        charge |= {"amount_refunded": refunded, "refunded": refunded >= charge["amount_captured"]}
        return self.store.put(charge)

    def tell(self, kind: str, about: Body) -> None:
        """This function will note an event, to be delivered to whoever wants to hear."""
        now = self.now()
        event = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": now,
            "type": kind,
            "livemode": False,
            "data": {"object": shown(about)},
        }
        self.store.put(event)
        hooks = self.store.setting("hooks", {})
        if not hooks.get("address"):
            return
        state = "held" if hooks.get("held") else "waiting"
        for _ in range(int(hooks.get("copies", 1))):
            self.store.execute(
                "INSERT INTO deliveries (event, due, attempts, state, status) VALUES (?, ?, 0, ?, 0)",
                event["id"],
                now + int(hooks.get("late_seconds", 0)),
                state,
            )


def shown(body: Body) -> Body:
    """This function will return an object as it is sent: without what the provider keeps to itself."""
    return {name: value for name, value in body.items() if not name.startswith("_")}


def money(amount: int, currency: str) -> str:
    """This function will write an amount as the provider writes it in its messages."""
    marks = {"usd": "$", "eur": "€", "gbp": "£"}
    digits = 0 if currency in _NO_DIGITS else 3 if currency in _THREE_DIGITS else 2
    text = f"{amount // 10**digits:,}" + (f".{amount % 10**digits:0{digits}}" if digits else "")
    return f"{marks[currency]}{text}" if currency in marks else f"{text} {currency}"


_NO_DIGITS = set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
_THREE_DIGITS = set("bhd jod kwd omr tnd".split())
_WHOLE_ONLY = {"isk", "ugx"}


def check_amount(amount: int, currency: str) -> None:
    """This function will refuse an amount finer than the card networks carry."""
    if currency in _WHOLE_ONLY and amount % 100:
        raise Refused(
            f"Invalid amount. Currency {currency.upper()} has become effectively zero-decimal and amounts must be"
            " evenly divisible by 100.",
            code="invalid_charge_amount_no_decimal_compatible",
            param="amount",
        )
    if currency in _THREE_DIGITS and amount % 10:
        raise Refused(f"Invalid amount. In {currency} the last digit must be 0.", code="invalid_amount", param="amount")
