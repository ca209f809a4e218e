"""Deciding an item again on what has been found out: the policy that the case was opened under answers, not a button.

Laws: the claim stays what it was - reason, answers, the moment of asking; the item itself does not count against
itself; an answer that says the same as the one before is not given twice; what a person has overruled stays overruled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from amends.core.cases.case import Item
from amends.core.cases.commands import AnswerItem
from amends.core.cases.evolve_item import RETURN_STATE
from amends.core.cases.sheet import sheet_of
from amends.core.cases.states import State
from amends.core.cases.values import Answer
from amends.core.claims import Claim
from amends.core.engine.documents import as_document
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import AGAINST, Ground, Outcome, Verdict
from amends.core.errors import AmendsError, MoneyInvalid
from amends.core.facts import Facts
from amends.core.refunds.claimed import MADE, OFFERED, Figures, Part, Quote, amount_of, claimed_in, figures_of
from amends.core.refunds.offers import RepairCost
from amends.records.cases import DecisionRow, ItemRow, cases_of, decisions_of
from amends.records.policies import policy_with
from amends.records.shops import products_with
from amends.usecases.act_on_case import Acting
from amends.usecases.answer_of import answer_of
from amends.usecases.read_order import InHand
from amends.usecases.weigh_claim import Option, Wanted, Weighed, claimed_of, wanted_of, weigh_claim

# What a claim brought along, beside what the order says and what every claim states by itself.
_STATED = ("claim.", "condition.", "wanted.")
_OF_EVERY_CLAIM = frozenset({"claim.by", "claim.quantity", "claim.reason", "claim.asked_at"})


class NotOnOffer(AmendsError):
    """The policy grants this remedy to nobody."""

    code = "not_on_offer"


# Grounds on which a clause decides, apart from those that merely hold.
_DECIDE = AGAINST | {Ground.ACCEPTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """An item decided again: all that was weighed, how its remedy stands, and the policy's answer."""

    in_hand: InHand
    weighed: Weighed
    remedy: str
    verdict: Verdict | None  # nothing: no clause names the remedy
    option: Option | None  # nothing: it is not on offer
    wanted: Wanted | None
    answer: Answer
    before: Figures | None = None  # that the amount of the last decision is worked out from

    @property
    def deciding(self) -> tuple[str, ...]:
        """This property will hold the clauses that grant it or stand against it, without those that are merely met."""
        reasons = self.verdict.reasons if self.verdict else ()
        return tuple(dict.fromkeys(one.clause for one in reasons if one.ground in _DECIDE and one.clause))

    def figures_for(self, given: Answer, item: Item) -> Figures | None:
        """This function will return what the amount of the item's answer is worked out from; nothing of a person's own.

        Where it comes to something else today, that is what it was promised on: other refunds may have been granted
        since, and what was offered or quoted is known from then alone.
        """
        option = self.option
        if option is None or given.outcome != "accepted" or option.verdict.outcome is not Outcome.ACCEPTED:
            return None
        promised = _promised(given, item)
        if option.priced_on is not None and option.total_minor == promised:
            return option.figures
        before, claim, decision = self.before, self.weighed.claim, self.weighed.decision
        if before is None or (before.amount_minor, before.quantity) != (promised, claim.quantity):
            return None
        try:
            claimed = claimed_in(before, self.remedy, claim.by, decision.lanes[0])
            amount, _ = amount_of(before, claimed, option.verdict.terms)
        except MoneyInvalid:
            return None
        return before if amount == promised else None


def _promised(given: Answer, item: Item) -> int:
    """What the customer gets by the answer, by an offer or by a quote; below zero: pays."""
    if item.remedy in MADE:
        return 0 if item.quote is None else -item.quote.total_minor
    if item.remedy in OFFERED and item.state is State.OFFERED:
        return item.offer_minor
    due = given.due_minor if item.share_minor is None else item.share_minor
    return given.give_minor - due


def decide_again(
    act: Acting, item_id: str, found: Facts | None = None, *, remedy: str = "", quantity: int | None = None
) -> Again:
    """This function will decide the item with the facts found beside those it was decided on before.

    `remedy` asks for another one than the item's, `quantity` for a part of its units. Nothing is written.
    """
    item = act.item(item_id)
    in_hand = _in_hand(act, item_id)
    wanted = _wanted(act, item)
    kept = decisions_of(act.shop.id, act.row.number).get(item.id)
    claim = _claim(act, item, in_hand, kept, found or {}, item.quantity if quantity is None else quantity)
    weighed = weigh_claim(in_hand, piece_of(in_hand, item), claim, act.at, wanted)
    asked = remedy or item.remedy
    if item.received and item.inspection is None:
        weighed = _until_looked_at(in_hand, weighed, asked, wanted)
    option = weighed.option(asked)
    answer = answer_of(in_hand, weighed, option) if option else _without_option(weighed, asked)
    if asked != item.remedy and option is None:
        raise NotOnOffer(f"the policy has no `{asked}` for anybody.", hint="Choose another remedy.")
    answer = replace(answer, remedy=asked if asked != item.remedy else item.answer.remedy)
    return Again(
        in_hand=in_hand, weighed=weighed, remedy=asked, verdict=weighed.decision.verdicts.get(asked), option=option,
        wanted=wanted, answer=answer, before=None if kept is None else kept.figures,
    )  # fmt: skip


def give_answer(act: Acting, item_id: str, again: Again, answer: Answer | None = None) -> None:
    """This function will give the item the answer where it says something new, and keep the decision and its money."""
    item = act.item(item_id)
    given = answer or again.answer
    if says_more(item.answer, given):
        act.do(AnswerItem(item=item_id, answer=given))
        keep_money(act, item_id, again.option if given.outcome == "accepted" else None)
    act.keep(item_id, again.weighed.decision, again.figures_for(given, act.item(item_id)))


def keep_priced(
    act: Acting,
    item_id: str,
    again: Again,
    quote: Quote,
    *,
    offered: Part | None = None,
    cost: RepairCost | None = None,
) -> None:
    """This function will keep what an offer or an estimate comes to on the policy's terms, and what that is worked out
    from; where a person granted the item, the policy's terms say nothing of it, and nothing is kept."""
    option, weighed = again.option, again.weighed
    if option is None or option.verdict.outcome is not Outcome.ACCEPTED:
        return
    claimed = claimed_of(again.in_hand, weighed.piece, weighed.claim, weighed.decision, again.remedy)
    claimed = replace(claimed, offered=offered, cost=cost)
    figures = figures_of(act.order, claimed, option.verdict.terms, again.in_hand.earlier, quote)
    act.keep(item_id, weighed.decision, figures)


def keep_money(act: Acting, item_id: str, option: Option | None) -> None:
    """This function will keep what the item's money was worked out to be; of nothing, that there is none."""
    quote, refunded = (None, None) if option is None else (option.quote, option.refunded)
    act.changes[item_id] = replace(act.row_of(item_id), quote=as_document(quote), refunded=refunded)


def says_more(before: Answer, after: Answer) -> bool:
    """This function will say whether an answer is another one, the dates that go with it apart."""
    return replace(before, answer_by=None, pay_by=None) != replace(after, answer_by=None, pay_by=None)


def piece_of(in_hand: InHand, item: Item) -> str:
    """This function will return the id that the item's piece has today: it is named anew when it is posted."""
    if item.piece_id in in_hand.pieces:
        return item.piece_id
    for piece_id, (piece, _) in in_hand.pieces.items():
        if piece.line.id == item.line_id:
            return piece_id
    raise NotOnOffer(f"the order has no piece `{item.piece_id}` any more.", hint="Look at the order.")


def _in_hand(act: Acting, item_id: str) -> InHand:
    """The order without this case, but with the money of the other items that were asked for together."""
    others = tuple(one for one in cases_of(act.shop.id, act.order.number) if one.number != act.row.number)
    together = tuple(
        row.refunded
        for row in (act.row_of(one.item.id) for one in act.row.items)
        if row.item.id != item_id and row.refunded is not None and act.item(row.item.id).is_granted
    )
    return InHand(act.shop, act.order, policy_with(act.shop.id, act.case.policy), others, together)


def _claim(
    act: Acting, item: Item, in_hand: InHand, kept: DecisionRow | None, found: Facts, quantity: int
) -> Claim:  # fmt: skip
    vocabulary = in_hand.policy.vocabulary
    before = facts_from(kept.facts, vocabulary) if kept else {}
    stated = {
        name: value
        for name, value in before.items()
        if (name.startswith(_STATED) or vocabulary.find(name).ask) and name not in _OF_EVERY_CLAIM
    }
    answers = {**stated, **way_back(item), **facts_from(item.facts, vocabulary), **found}
    asked_at = before.get("claim.asked_at", act.case.opened_at)
    return Claim(reason=item.reason or None, quantity=quantity, by=act.case.by, asked_at=asked_at, answers=answers)


def way_back(item: Item) -> dict[str, Any]:
    """This function will return how far the goods have come back, as facts; what was never sent says nothing."""
    if item.received_at is None and item.posted_at is None:
        return {}
    sent = item.posted_at if item.posted_at is not None else item.received_at
    found: dict[str, Any] = {RETURN_STATE: "arrived" if item.received else "sent", "return.authorised": item.authorised}
    if item.granted_at is not None and item.authorised:
        found["return.authorised_at"] = item.granted_at
        sent = None if sent is None else max(sent, item.granted_at)  # posted a little early is not posted wrongly
    if sent is not None:
        found["return.sent_at"] = sent
    if item.received_at is not None:
        found["return.received_at"] = item.received_at
    return found


def _wanted(act: Acting, item: Item) -> Wanted | None:
    kept: ItemRow = act.row_of(item.id)
    line = act.order.line(item.line_id)
    sku = kept.wanted.get("sku")
    if line is None or not sku:
        return None
    product_id = str(kept.wanted.get("product", line.product_id))
    return wanted_of(products_with(act.shop.id, [product_id]).get(product_id), sku)


def _until_looked_at(in_hand: InHand, weighed: Weighed, remedy: str, wanted: Wanted | None) -> Weighed:
    """Goods that are here and were not looked at yet are taken to be as they should be: that they are looked at is
    the next step, and no reason to ask a person now."""
    decision, claim = weighed.decision, weighed.claim
    sheet = sheet_of(in_hand.policy, decision.lanes, remedy, decision.facts, decision.at)
    hoped = {one.fact: one.right for one in sheet if one.known is None and decision.facts.get(one.fact) is None}
    if not hoped:
        return weighed
    claim = replace(claim, answers={**claim.answers, **hoped})
    return weigh_claim(in_hand, weighed.piece.id, claim, decision.at, wanted)


def _without_option(weighed: Weighed, remedy: str) -> Answer:
    verdict = weighed.decision.verdicts.get(remedy)
    if verdict is None:  # no clause speaks of it: a person answers
        return Answer(outcome="referred", answer_by=weighed.answer_by.closes_at)
    return Answer(outcome="refused", clauses=verdict.clauses)
