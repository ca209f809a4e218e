"""The returns of one order: how much was asked back, came back, was dismissed, was sent back again.

A book is a value: every step gives a new one or raises and leaves the old one as it was. Laws: no more comes back than
was asked, and no more is asked than was bought and sent; the same request sent twice is one return; a step that the
table does not list cannot be taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from amends.core.dates import NOT_YET
from amends.core.errors import MoneyInvalid, Place, did_you_mean
from amends.core.orders import Line, Order
from amends.core.refunds.units import Units, check_count, is_count


class State(Enum):
    """Where a return stands."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    RECEIVED = "received"
    HELD = "held"
    REFUNDED = "refunded"
    REPLACED = "replaced"
    SENT_BACK = "sent_back"
    CANCELLED = "cancelled"


Step = Literal["authorise", "cancel", "receive", "refund", "withdraw_refund", "hold", "release", "replace", "send_back"]
STEPS: Mapping[tuple[State, Step], State] = {
    (State.REQUESTED, "authorise"): State.AUTHORISED,
    (State.REQUESTED, "cancel"): State.CANCELLED,
    (State.AUTHORISED, "cancel"): State.CANCELLED,
    (State.AUTHORISED, "receive"): State.RECEIVED,
    (State.RECEIVED, "receive"): State.RECEIVED,
    (State.RECEIVED, "refund"): State.REFUNDED,
    (State.RECEIVED, "hold"): State.HELD,
    (State.HELD, "release"): State.RECEIVED,
    (State.RECEIVED, "replace"): State.REPLACED,
    (State.RECEIVED, "send_back"): State.SENT_BACK,
    (State.REFUNDED, "withdraw_refund"): State.RECEIVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Units of one line that a customer wants to return."""

    line_id: str
    quantity: int
    reason: str = ""
    order_number: str = ""  # where it is known; one return is for one order


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One line of a return, and what became of its units."""

    line_id: str
    asked: int
    good: int = 0
    dismissed: int = 0  # came back, and were not accepted
    sent_back: int = 0  # of those that came back
    reason: str = ""

    @property
    def arrived(self) -> int:
        """This property will hold how many units came back, in whatever state."""
        return self.good + self.dismissed

    @property
    def here(self) -> int:
        """This property will hold how many units the shop still has."""
        return self.arrived - self.sent_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return; its id is chosen by whoever asks, so that asking twice is asking once."""

    id: str
    lines: tuple[Coming, ...]
    state: State = State.REQUESTED
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a shop asks of returns."""

    authorise_first: bool = True  # nothing is received without an authorisation
    sent_first: bool = True  # units that were not sent are not returned
    reason_needed: bool = False
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # reason -> finer ones; empty: any word
    refused_marks: frozenset[str] = frozenset()
    all_at_once: bool = False  # a return that comes back in part is not received
    refund_dismissed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An order with all its returns."""

    order: Order
    returns: tuple[Return, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def find(self, return_id: str) -> Return:
        """This function will return the return of that id, or raise `MoneyInvalid`."""
        for one in self.returns:
            if one.id == return_id:
                return one
        hint = did_you_mean(return_id, [one.id for one in self.returns])
        raise MoneyInvalid(f"there is no return `{return_id}`.", place=Place(field="return_id"), hint=hint)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands against a request; `refer` where a person may decide otherwise."""

    code: str
    says: str
    field: str = ""
    refer: bool = False


def findings(book: Book, asked: Sequence[Asked]) -> tuple[Finding, ...]:
    """This function will list everything that stands against a request, not only the first; none: it can be made."""
    found = [] if asked else [Finding("nothing_asked", "The request names no units.")]
    lines = {line.id: line for line in book.order.lines}
    wanted: Counter[str] = Counter()
    for one in asked:
        place = f"lines.{one.line_id}"
        line = lines.get(one.line_id)
        if one.order_number not in ("", book.order.number):
            found.append(Finding("other_order", f"`{one.line_id}` is of order `{one.order_number}`.", place))
        elif line is None:
            found.append(Finding("no_such_line", f"The order has no line `{one.line_id}`.", place))
        elif not is_count(one.quantity):
            found.append(Finding("no_such_quantity", f"`{one.quantity}` is no number of units.", place))
        else:
            wanted[line.id] += one.quantity
            if line.marks & book.rules.refused_marks:
                marks = ", ".join(sorted(line.marks & book.rules.refused_marks))
                found.append(Finding("refused_mark", f"`{line.id}` is marked {marks}.", place))
        found += _reason_findings(book.rules, one, place)
    return (*found, *_quantity_findings(book, lines, wanted))


def _reason_findings(rules: Rules, one: Asked, place: str) -> list[Finding]:
    if not one.reason:
        return [Finding("reason_missing", "A reason is needed.", place)] if rules.reason_needed else []
    if rules.reasons.get(one.reason):
        finer = ", ".join(f"`{reason}`" for reason in rules.reasons[one.reason])
        return [Finding("reason_is_a_group", f"`{one.reason}` is a group of reasons; choose one of {finer}.", place)]
    known = {*rules.reasons, *(finer for group in rules.reasons.values() for finer in group)}
    if known and one.reason not in known:
        return [Finding("no_such_reason", f"There is no reason `{one.reason}`.", place)]
    return []


def _quantity_findings(book: Book, lines: Mapping[str, Line], wanted: Mapping[str, int]) -> Iterator[Finding]:
    taken, sent = _taken(book), sent_units(book.order)
    for line_id, quantity in wanted.items():
        free = lines[line_id].quantity - taken[line_id]
        if quantity > free:
            yield Finding("too_many", f"{free} of `{line_id}` can still be returned.", f"lines.{line_id}")
        elif book.rules.sent_first and quantity > sent[line_id] - taken[line_id]:
            yield Finding("not_sent", f"Not all of `{line_id}` were sent yet.", f"lines.{line_id}", refer=True)


def _taken(book: Book) -> Counter[str]:
    """How many units of each line are in a return that was not cancelled, and not sent back."""
    taken: Counter[str] = Counter()
    for one in book.returns:
        if one.state is not State.CANCELLED:
            for line in one.lines:
                taken[line.line_id] += line.asked - line.sent_back
    return taken


def sent_units(order: Order) -> Counter[str]:
    """This function will return, by line, how many units were sent; of a pending order without parcels, none."""
    if not order.parcels:
        unsent = order.state in {"pending", "cancelled"}
        return Counter() if unsent else Counter({line.id: line.quantity for line in order.lines})
    sent: Counter[str] = Counter()
    for parcel in order.parcels:
        if parcel.shipped_at is not NOT_YET:
            sent.update(parcel.contents)
    return sent


def similar(book: Book, asked: Sequence[Asked]) -> tuple[str, ...]:
    """This function will name earlier returns of the same lines, so that a person can be warned."""
    lines = {one.line_id for one in asked}
    live = [one for one in book.returns if one.state is not State.CANCELLED]
    return tuple(one.id for one in live if lines & {line.line_id for line in one.lines})


def request(book: Book, return_id: str, asked: Sequence[Asked]) -> Book:
    """This function will add a return, or raise `MoneyInvalid` with everything that stands against it.

    The same request under the same id again changes nothing; another one under that id is an error.
    """
    before = next((one for one in book.returns if one.id == return_id), None)
    if before is not None:
        if before.asked == tuple(asked):
            return book
        raise MoneyInvalid(f"there is a return `{return_id}` already.", place=Place(field="return_id"))
    found = findings(book, asked)
    if found:
        raise MoneyInvalid(" ".join(one.says for one in found), place=Place(field=found[0].field))
    lines = tuple(Coming(line_id=one.line_id, asked=one.quantity, reason=one.reason) for one in asked)
    return replace(book, returns=(*book.returns, Return(id=return_id, lines=lines, asked=tuple(asked))))


def advance(book: Book, return_id: str, step: Step) -> Book:
    """This function will take a step that is about the whole return; `receive` and its like name units."""
    if step in ("receive", "replace", "send_back"):
        raise MoneyInvalid(f"`{step}` names the units that it is about.", place=Place(field="step"))
    one = book.find(return_id)
    return _with(book, replace(one, state=_next(book.rules, one, step)))


def receive(
    book: Book, return_id: str, good: Mapping[str, int] | None = None, dismissed: Mapping[str, int] | None = None
) -> Book:
    """This function will record units that came back, accepted or dismissed, or raise `MoneyInvalid`."""
    one = book.find(return_id)
    state = _next(book.rules, one, "receive")
    if not good and not dismissed:
        raise MoneyInvalid("nothing was received.", place=Place(field="good, dismissed"))
    lines = _add(one.lines, good or {}, "good")
    lines = _add(lines, dismissed or {}, "dismissed")
    short = [line.line_id for line in lines if line.arrived < line.asked] if book.rules.all_at_once else []
    if short:
        raise MoneyInvalid(f"not all of `{short[0]}` came back.", place=Place(field="good, dismissed"))
    return _with(book, replace(one, state=state, lines=lines))


def check_refund(book: Book, return_id: str, units: Mapping[str, int]) -> None:
    """This function will raise where a refund is not for exactly the units that this return gives back."""
    expected = {one.line_id: one.quantity for one in units_of(book, return_id)}
    if dict(units) != expected:
        raise MoneyInvalid(
            f"the refund is for {dict(units)}, the return `{return_id}` is for {expected}.", place=Place(field="units")
        )


def send_back(book: Book, return_id: str, units: Mapping[str, int], rest_id: str) -> Book:
    """This function will send units back to the customer; what stays becomes a return of its own, already received."""
    return _part(book, return_id, "send_back", units, rest_id)


def replace_units(book: Book, return_id: str, units: Mapping[str, int], rest_id: str) -> Book:
    """This function will settle units by something else in their place; the rest becomes a return of its own."""
    return _part(book, return_id, "replace", units, rest_id)


def _part(
    book: Book, return_id: str, step: Literal["send_back", "replace"], units: Mapping[str, int], rest_id: str
) -> Book:
    one = book.find(return_id)
    state = _next(book.rules, one, step)
    if not units:
        raise MoneyInvalid(f"there is nothing to `{step}`.", place=Place(field="units"))
    _known(units, one.lines)
    wanted = {line_id: check_count(count, Place(field=f"units.{line_id}")) for line_id, count in units.items()}
    parted = []
    for line in one.lines:
        count = min(wanted.get(line.line_id, 0), line.here)
        wanted[line.line_id] = wanted.get(line.line_id, 0) - count
        parted.append(_part_line(line, step, count))
    over = next((line_id for line_id, count in wanted.items() if count), None)
    if over is not None:
        here = sum(line.here for line in one.lines if line.line_id == over)
        raise MoneyInvalid(f"{here} of `{over}` are here, not {units[over]}.", place=Place(field="units"))
    book = _with(book, replace(one, state=state, lines=tuple(gone for gone, _ in parted if gone.asked)))
    stays = tuple(stays for _, stays in parted if stays.asked)
    if not stays:
        return book
    if any(other.id == rest_id for other in book.returns):
        raise MoneyInvalid(f"there is a return `{rest_id}` already.", place=Place(field="rest_id"))
    return replace(book, returns=(*book.returns, Return(id=rest_id, lines=stays, state=State.RECEIVED)))


def _part_line(line: Coming, step: Literal["send_back", "replace"], count: int) -> tuple[Coming, Coming]:
    """What of a line goes, dismissed units first where they go back to the customer, and what stays."""
    is_back = step == "send_back"
    dismissed = min(count, line.dismissed) if is_back else max(0, count - line.good)
    good = count - dismissed
    gone = replace(line, asked=count, good=good, dismissed=dismissed, sent_back=count if is_back else 0)
    stays = replace(line, asked=line.asked - count, good=line.good - good, dismissed=line.dismissed - dismissed)
    return gone, stays


def units_of(book: Book, return_id: str) -> tuple[Units, ...]:
    """This function will return what the return gives a refund for: what came back and, by the rules, was dismissed."""
    one = book.find(return_id)
    counts = {line.line_id: 0 for line in one.lines}
    for line in one.lines:
        counts[line.line_id] += line.here if book.rules.refund_dismissed else min(line.good, line.here)
    return tuple(Units(line_id=line_id, quantity=count) for line_id, count in counts.items() if count)


def restock(
    stock: Mapping[str, int], arrived: Mapping[str, int], *, untracked: frozenset[str] = frozenset()
) -> dict[str, int]:
    """This function will return the stock with the accepted units put back; what is not tracked stays as it is."""
    after = dict(stock)
    for sku, count in arrived.items():
        if sku not in untracked:
            after[sku] = after.get(sku, 0) + count
    return after


def _next(rules: Rules, one: Return, step: Step) -> State:
    state = one.state
    if state is State.REQUESTED and step == "receive" and not rules.authorise_first:
        state = State.AUTHORISED
    if (state, step) not in STEPS:
        able = ", ".join(f"`{name}`" for at, name in STEPS if at is one.state)
        hint = f"It can {able}." if able else "It is closed."
        raise MoneyInvalid(f"the return `{one.id}` is {one.state.value}, it cannot `{step}`.", hint=hint)
    return STEPS[state, step]


def _with(book: Book, changed: Return) -> Book:
    return replace(book, returns=tuple(changed if one.id == changed.id else one for one in book.returns))


def _known(counts: Mapping[str, int], lines: Sequence[Coming]) -> None:
    ids = {line.line_id for line in lines}
    unknown = next((line_id for line_id in counts if line_id not in ids), None)
    if unknown is not None:
        raise MoneyInvalid(f"the return has no line `{unknown}`.", place=Place(field="units"))


def _add(
    lines: tuple[Coming, ...], counts: Mapping[str, int], kind: Literal["good", "dismissed"]
) -> tuple[Coming, ...]:
    _known(counts, lines)
    left = {line_id: check_count(count, Place(field=f"{kind}.{line_id}")) for line_id, count in counts.items()}
    added = []
    for line in lines:
        more = min(left.get(line.line_id, 0), line.asked - line.arrived)
        if more:
            left[line.line_id] -= more
        added.append(replace(line, **{kind: getattr(line, kind) + more}))
    over = next((line_id for line_id, count in left.items() if count), None)
    if over is not None:
        raise MoneyInvalid(f"more of `{over}` came than was asked back.", place=Place(field=f"{kind}.{over}"))
    return tuple(added)
