"""The right of consumers in the European Economic Area to withdraw from an order without a reason.

Directive 2011/83/EU as amended by (EU) 2023/2673. It is a statement, not a request: what is stated in time holds, and
nobody approves it. Not legal advice; national law may give more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from amends.core.dates import Calendar, Deadline, Instant, Moment, end_of_day, is_business_day, local_day
from amends.core.orders import Order

COUNTRIES: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
DAYS: Final = 14  # Art. 9(1)


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands on the two buttons in one language, word for word; the second bears nothing else (Art. 11a)."""

    language: str
    function: str
    confirm: str
    source: str
    is_verified: bool = False  # against the official text of that language


# Never translated with the other texts: these are the words of the law.
LABELS: Final[Mapping[str, Labels]] = MappingProxyType({
    "en": Labels("en", "withdraw from contract here", "confirm withdrawal", "Directive 2011/83/EU, Art. 11a"),
    "de": Labels("de", "Vertrag widerrufen", "Widerruf bestätigen", "§ 356a BGB"),
    "fr": Labels("fr", "renoncer au contrat ici", "confirmer la rétractation", "Code de la consommation, Art. D.221-5"),
    "it": Labels("it", "recedere dal contratto qui", "conferma recesso", "Codice del consumo, Art. 54-bis"),
    "nl": Labels("nl", "Hier de overeenkomst ontbinden", "Ontbinding bevestigen", "Art. 6:230oa BW"),
    "es": Labels("es", "desistir del contrato aquí", "confirmar desistimiento", "Directive 2011/83/EU, Art. 11a"),
})  # fmt: skip


def labels_in(language: str) -> Labels:
    """This function will return the words of the buttons in that language, or in English where none are known."""
    return LABELS.get(language.partition("-")[0], LABELS["en"])


def is_consumer_there(order: Order) -> bool:
    """This function will say whether the order went to a consumer to whom the right belongs."""
    return order.country in COUNTRIES


def withdrawal_ends(received: Iterable[Moment], zone: ZoneInfo, calendar: Calendar) -> Deadline | None:
    """This function will return until when withdrawing is in time; `None` while something has not been received.

    Counted from the last goods, that day itself left out (Art. 9(2)(b)); a last day that is no working day of the
    consumer's country moves to the next one (Regulation 1182/71, Art. 3). Days are those of `zone`; where the holidays
    of that year are not known, `FactInvalid`.
    """
    moments = tuple(received)
    if not moments or not all(isinstance(one, int) for one in moments):
        return None
    last = max(local_day(one, zone) for one in moments if isinstance(one, int)) + DAYS
    while not is_business_day(last, calendar):
        last += 1
    return Deadline(end_of_day(last, zone), last)


def is_in_time(ends: Deadline | None, at: Instant) -> bool:
    """This function will say whether a statement made at that moment is in time; before the delivery it always is."""
    return ends is None or ends.holds(at)
