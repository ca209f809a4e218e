"""What would have to be different, as a customer is told: what lies in their hands, another reason, or a date.

The engine finds every way; most of the shortest ask for another piece ("the kind of piece is not earring"), which helps
nobody. Those are told only where nothing else is left, and then plainly as what they are. Every refusal says something.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from amends.core.engine.explain import Explaining, still_open
from amends.core.engine.language import Told
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Change, Decision, Ground, Verdict
from amends.core.facts import Kind
from amends.core.vocabulary import GIFT_RECIPIENT

MOST_TOLD = 2
_OF_THE_PIECE = "item."
_OF_THE_CUSTOMER = ("claim.", "condition.", "return.", "wanted.")
_ASKING = "claim.by"
_DATED = (Ground.TOO_LATE, Ground.NOT_BEGUN)
Way = tuple[Change, ...]


def ways_worth_saying(told: Told, decision: Decision, verdict: Verdict) -> tuple[str, ...]:
    """This function will say in one or two sentences what would have to be different for a refused remedy."""
    explaining = Explaining(told.policy, decision, verdict, told.words)
    asked = {way: set(_facts(way, explaining)) for way in verdict.ways if not _names_money(way, explaining)}
    possible = [way for way, names in asked.items() if not any(_is_of_the_piece(name) for name in names)]
    own = [way for way in possible or asked if _ASKING not in asked[way]]
    if not asked:
        return (_("No other reason, date or condition would change this."),)
    if not own:
        return (_("Only the person who bought it can ask for this."),)
    if possible:
        best = sorted(own, key=lambda way: not all(name.startswith(_OF_THE_CUSTOMER) for name in asked[way]))
        return tuple(dict.fromkeys(explaining.way(way) for way in best))[:MOST_TOLD]
    needs = explaining.words.say("and_also").join(_parts_of_the_piece(own[0], explaining))
    return (_("That lies in the piece itself. It would be possible only if %(needs)s.") % {"needs": needs},)


def _is_of_the_piece(name: str) -> bool:
    return name.startswith(_OF_THE_PIECE)


def _parts_of_the_piece(way: Way, explaining: Explaining) -> list[str]:
    """What the piece itself would have to be; the rest of the way would not help without it."""
    ones = [change for change in way if any(_is_of_the_piece(name) for name in _facts((change,), explaining))]
    return list(dict.fromkeys(part for change in ones for part in explaining.change(change)))


def _facts(way: Way, explaining: Explaining) -> Iterator[str]:
    """The facts that a way asks to be otherwise; dates and reasons are no such facts."""
    for change in way:
        dated = change.ground in _DATED and explaining.policy.clause(change.clause).within is not None
        if change.wanted is not None and not dated:
            yield from (test.fact for test in tests_in(still_open(change.wanted, explaining.truth)))


def _names_money(way: Way, explaining: Explaining) -> bool:
    """Whether it would tell the recipient of a present what something cost."""
    find = explaining.policy.vocabulary.find
    is_gift = explaining.decision.facts.get(_ASKING) == GIFT_RECIPIENT
    return is_gift and any(find(name).kind is Kind.MONEY for name in _facts(way, explaining))
