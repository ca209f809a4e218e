"""What a mail that came in is about: a case, an order, nothing that we know; or a machine's.

`leads` says what is worth looking up, the caller looks it up, `match` decides. Laws: nobody writes into a case or on an
order by knowing its number alone - it takes the token of its reply address, or being the one whom it belongs to; a
machine's mail and our own never become a message, so that no two machines ever talk to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from amends.core.mail.addresses import Ours, case_of_id, is_token, read_reply_address
from amends.core.mail.inbound import InboundMail

MOST_HOPS = 25  # no honest way takes so many servers
_MOST_NUMBERS = 200
_MOST_LETTERS = 20_000  # of a text that is searched for numbers
_WORD = re.compile(r"[^\W_]+")
_CASE = re.compile(r"(?<![^\W_])R[-\u2010-\u2014 ]?([A-Z0-9]{5,8})(?![^\W_])", re.IGNORECASE | re.ASCII)
_MOST_CASES = 10
_BETWEEN = re.compile(r"[ \t\u00a0]{0,2}[-\u2010-\u2014._/#:]?[ \t\u00a0]{0,2}")


class Kind(Enum):
    """What a mail is."""

    MESSAGE = "message"  # on a case
    REQUEST = "request"  # on an order: a new case, or a message on the one that it has
    UNKNOWN = "unknown"  # a person looks at it
    AUTOMATIC = "automatic"  # kept, never answered
    BOUNCE = "bounce"  # a mail of ours did not arrive
    LOOP = "loop"  # our own mail came back: kept, never answered


@dataclass(frozen=True, slots=True)
class Leads:
    """What a mail names, to be looked up: nothing of it is proven."""

    tokens: tuple[tuple[str, str], ...]  # case and token, from addresses of ours that it was sent to
    cases: tuple[str, ...]  # from ids of ours that it answers
    named: tuple[str, ...]  # cases whose number is written in it
    numbers: tuple[str, ...]  # what might be the number of an order, as written


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case that a lead led to; `belongs`: the mail's sender is the one whom it belongs to."""

    number: str
    belongs: bool
    token: str  # the right one


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order that a lead led to, or that the sender placed; `belongs`: the mail's sender is the one who placed it."""

    number: str
    belongs: bool
    named: bool = True  # its number is written in the mail


@dataclass(frozen=True, slots=True)
class Match:
    """What the mail is. With `UNKNOWN` the case and the order are guesses, for a person alone."""

    kind: Kind
    case: str = ""
    order: str = ""
    sender_known: bool = False
    why: str = ""


def leads(mail: InboundMail, ours: Ours) -> Leads:
    """This function will return what is worth looking up for this mail."""
    read = (read_reply_address(ours, address) for address in mail.recipients)
    answered = (*mail.in_reply_to, *reversed(mail.references), *(mail.failure.mail_ids if mail.failure else ()))
    cases = (case_of_id(ours, one) for one in answered)
    text = f"{mail.subject}\n{mail.text or mail.whole}"[:_MOST_LETTERS]
    named = (f"R-{one[1].upper()}" for one in _CASE.finditer(text))
    return Leads(
        tokens=tuple(dict.fromkeys(one for one in read if one)),
        cases=tuple(dict.fromkeys(one for one in cases if one)),
        named=tuple(dict.fromkeys(named))[:_MOST_CASES],
        numbers=numbers_in(text),
    )


def numbers_in(text: str) -> tuple[str, ...]:
    """This function will return what might be a number of ours: a word with a digit, or with it up to two before it.

    `WR 1042`, `wr-1042`, `W R 1042` and `1042` are all tried; nothing is judged here.
    """
    return tuple(islice(dict.fromkeys(_numbers(text)), _MOST_NUMBERS))


def match(mail: InboundMail, ours: Ours, cases: tuple[KnownCase, ...], orders: tuple[KnownOrder, ...]) -> Match:
    """This function will say what the mail is, given what its leads led to.

    `cases` and `orders` hold all that were found, in the order of the leads, the sender's or not; after them, the
    orders that the sender placed, the newest first.
    """
    found = leads(mail, ours)
    by_token = next((one for one in cases for case, token in found.tokens
                     if case == one.number and is_token(token, one.token)), None)  # fmt: skip
    by_thread = next((one for number in found.cases for one in cases if one.number == number and one.belongs), None)
    case = by_token or by_thread
    loop = _loop(mail, ours)
    if loop:
        return Match(Kind.LOOP, case.number if case else "", why=loop)
    if mail.failure:
        return _bounce(mail, found, cases)
    if mail.automatic:
        known = case is not None and case.belongs
        return Match(Kind.AUTOMATIC, case.number if case else "", sender_known=known, why=mail.automatic)
    if case:
        why = "sent to the case's own address" if by_token else "an answer to a mail of ours, by the case's owner"
        return Match(Kind.MESSAGE, case.number, sender_known=case.belongs, why=why)
    named = next((one for number in found.named for one in cases if one.number == number and one.belongs), None)
    if named:
        return Match(Kind.MESSAGE, named.number, sender_known=True, why="names the case, by its owner")
    return _of_order(cases, orders)


def _of_order(cases: tuple[KnownCase, ...], orders: tuple[KnownOrder, ...]) -> Match:
    own = [one for one in orders if one.belongs]
    named = next((one for one in own if one.named), None)
    strange = any(one.named for one in orders) or cases
    if named:
        return Match(Kind.REQUEST, order=named.number, sender_known=True, why="names the order, by who placed it")
    if len(own) == 1 and not strange:
        return Match(Kind.REQUEST, order=own[0].number, sender_known=True, why="from somebody with one order")
    case = cases[0].number if cases else ""
    order = orders[0].number if orders else ""
    why = "names no case and no order"
    if own and not strange:
        why = "names no order, and its sender has several"
    elif strange:
        why = f"names the {'case' if case else 'order'}, and comes from an address that it does not belong to"
    return Match(Kind.UNKNOWN, case, order, sender_known=bool(own), why=why)


def _bounce(mail: InboundMail, found: Leads, cases: tuple[KnownCase, ...]) -> Match:
    """This function will match a report: it comes from a server, so that its sender says nothing."""
    assert mail.failure  # noqa: S101 - for types: asked before
    case = next((one.number for number in found.cases for one in cases if one.number == number), "")
    why = f"a mail to {mail.failure.recipient or 'somebody'} did not arrive"
    if not mail.failure.for_good:
        return Match(Kind.AUTOMATIC, case, why="a mail is late and still on its way")
    return Match(Kind.BOUNCE, case, why=why)


def _loop(mail: InboundMail, ours: Ours) -> str:
    if mail.sender.casefold() == ours.address.casefold() or read_reply_address(ours, mail.sender):
        return "sent from our own address"
    if case_of_id(ours, mail.id):
        return "a mail of ours that came back"
    if any(one.casefold() == ours.address.casefold() for one in mail.marks):
        return "carries our own mark"
    return "came through too many servers" if mail.hops > MOST_HOPS else ""


def _numbers(text: str) -> Iterator[str]:
    words = [(one.start(), one.end()) for one in _WORD.finditer(text)]
    for place, (start, end) in enumerate(words):
        if not any(letter.isdigit() for letter in text[start:end]) or end - start > 40:
            continue
        yield text[start:end]
        first = place
        while first and place - first < 2 and _BETWEEN.fullmatch(text[words[first - 1][1] : words[first][0]]):
            first -= 1
            yield text[words[first][0] : end]
        # What follows belongs to it where it is joined: `1042-A`.
        if place + 1 < len(words) and text[end : words[place + 1][0]] in {"-", "/", ".", "_"}:
            yield text[words[first][0] if first != place else start : words[place + 1][1]]
            yield text[start : words[place + 1][1]]
