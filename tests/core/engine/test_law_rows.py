"""The rows of a policy under a law, each on a clause or two: who decides, on which terms, and what yields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from tests.core.engine.small_policies import at, decide, policy_of

from amends.core.dates import Calendar, zone_named
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain_remedy
from amends.core.engine.verdict import Decision, Outcome
from amends.core.engine.wire import Wire
from amends.core.policy.floors import under
from amends.core.policy.tree import Article, Clock, Floor, Policy

BERLIN = zone_named("Europe/Berlin")
CHRISTMAS = Calendar(
    frozenset(date(2023, 12, day).toordinal() for day in (25, 26)),
    date(2022, 1, 1).toordinal(),
    date(2026, 12, 31).toordinal(),
)
WITHDRAW = "id: L-01, lanes: [change_of_mind], within: {days: 14, of: delivery}, accept: refund"
NOT_CUSTOM = "id: L-16, lanes: [change_of_mind], when: {item.custom: true}, refuse: refund"
ALL_BACK = "id: L-08, lanes: [change_of_mind], terms: refund, set: {refund_shipping: all, fee: 0}"
MINOR = (
    "id: L-C8, lanes: [fault], accept: refund, provided: {claim.minor: false}, otherwise: refer, "
    "set: {return_postage: shop}"
)
WINDOW = "id: window, within: {days: 30, of: shipment}, accept: refund"
FREE = "id: free, within: {days: 30, of: shipment}, accept: refund, set: {return_postage: shop, fee: 5.00}"
NO_SALE = "id: no-sale, when: {item.marks: {has: final_sale}}, refuse: refund"
TARNISH = "id: tarnish, classify: {reasons: [tarnished], lane: change_of_mind}"
SALE: dict[str, Any] = {"item__marks": ["final_sale"]}
SENT: dict[str, Any] = {"parcel__shipped_at": "2023-03-10T10:00", "parcel__delivered_at": "2023-03-24T10:00"}


def german(*clauses: str, unverified: tuple[str, ...] = ()) -> Floor:
    """This function will return these clauses as the law of a place in Berlin's zone."""
    law = policy_of(*clauses, *unverified)
    names = {line.partition(",")[0].removeprefix("id: ") for line in unverified}
    said = tuple(
        replace(
            one,
            article=Article(
                one.id, f"Act, s. {one.id[2:]}", "https://example.org", "unverified" if one.id in names else "verified"
            ),
        )
        for one in law.clauses
    )
    return Floor("DE", law.hash, said, Clock(CHRISTMAS, (BERLIN,), rolls=True))


def answered(shop: tuple[str, ...], law: Floor, asked: str = "2023-04-01T12:00", **facts: Any) -> Decision:
    """This function will decide by both engines, which must agree."""
    return decide(under(policy_of(*shop), law), asked, **facts)


ACCEPTED, REFUSED, REFERRED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.REFERRED


@pytest.mark.parametrize(
    ("row", "shop", "law", "facts", "outcome", "named"),
    [
        ("1: the law gives nothing, and the shop decides", (WINDOW, NO_SALE), (WITHDRAW,),
         {**SENT, **SALE, "parcel__delivered_at": "2023-03-12T10:00"}, REFUSED, {("no-sale", "refuses")}),
        ("1: the law's own exception restricts it alone", (WINDOW,), (WITHDRAW, NOT_CUSTOM),
         {**SENT, "item__custom": True}, ACCEPTED, {("window", "accepts")}),
        ("1: a law that no clause fits is no gap", (NO_SALE, WINDOW), (MINOR,), {**SENT, **SALE}, REFUSED,
         {("no-sale", "refuses")}),
        ("2: the law accepts, and the shop's refusal yields", (WINDOW, NO_SALE), (WITHDRAW,), {**SENT, **SALE},
         ACCEPTED, {("L-01", "accepts"), ("no-sale", "yields")}),
        ("2: a remedy that the shop has not", ("id: x, accept: exchange",), (WITHDRAW,), SENT, ACCEPTED,
         {("L-01", "accepts")}),
        ("2: both accept", (WINDOW,), (WITHDRAW, ALL_BACK), {**SENT, **SALE}, ACCEPTED,
         {("L-01", "accepts"), ("L-08", "terms"), ("window", "accepts")}),
        ("2: a fee goes, and the clause with it", (FREE,), (WITHDRAW, ALL_BACK), SENT, ACCEPTED,
         {("L-01", "accepts"), ("free", "accepts"), ("free", "yields")}),
        ("2: the law has its own lane", (TARNISH, NO_SALE, WINDOW), (MINOR,),
         {**SENT, **SALE, "claim__reason": "tarnished"}, ACCEPTED,
         {("L-C8", "accepts"), ("no-sale", "yields"), ("tarnish", "yields")}),
        ("3: a judgement, and the shop gives as much", ("id: kind, accept: refund, set: {return_postage: shop}",),
         (MINOR,), {**SENT, "claim__reason": "defective", "claim__minor": True}, ACCEPTED, {("kind", "accepts")}),
        ("4: a judgement, and the shop gives less", (WINDOW,), (MINOR,),
         {**SENT, "claim__reason": "defective", "claim__minor": True}, REFERRED,
         {("L-C8", "condition_missed"), ("window", "accepts")}),
        ("4: a judgement, and the shop refuses", (WINDOW, NO_SALE), (MINOR,),
         {**SENT, **SALE, "claim__reason": "defective", "claim__minor": True}, REFERRED,
         {("L-C8", "condition_missed"), ("no-sale", "refuses")}),
        ("4: what the law asks is not known", (WINDOW, NO_SALE), (WITHDRAW,),
         {**SALE, "parcel__shipped_at": "2023-03-10T10:00"}, REFERRED, {("", "unknown"), ("no-sale", "refuses")}),
        ("a business is answered by the shop alone", (WINDOW, NO_SALE), (WITHDRAW,),
         {**SENT, **SALE, "order__buyer": "business"}, REFUSED, {("no-sale", "refuses")}),
    ],
)  # fmt: skip
def test_row(
    row: str,
    shop: tuple[str, ...],
    law: tuple[str, ...],
    facts: dict[str, Any],
    outcome: Outcome,
    named: set[tuple[str, str]],
) -> None:
    verdict = answered(shop, german(*law), **facts).verdicts["refund"]
    grounds = {(reason.clause, reason.ground.value) for reason in verdict.reasons}
    assert verdict.outcome is outcome, row
    assert named <= grounds, row
    assert {one for one in grounds if one[1] == "yields"} <= named, row


def test_terms_are_the_better_of_both() -> None:
    terms = answered((FREE,), german(WITHDRAW, ALL_BACK), **SENT).verdicts["refund"].terms
    assert (terms.return_postage, terms.refund_shipping, terms.fee_minor) == ("shop", "all", 0)


def test_a_clause_whose_term_goes_names_the_clause_of_the_law_that_sets_a_better_one() -> None:
    reasons = answered((FREE,), german(WITHDRAW, ALL_BACK), **SENT).verdicts["refund"].reasons
    assert {one.clause: one.to for one in reasons if one.ground.value == "yields"} == {"free": ("L-08",)}


def test_terms_that_nobody_has_verified_are_not_spoken_of() -> None:
    law = german(WITHDRAW, unverified=("id: L-98, lanes: [change_of_mind], terms: refund, set: {fee: 0}",))
    assert answered((FREE,), law, **SENT).verdicts["refund"].terms.fee_minor == 500


def test_a_judgement_over_a_shop_that_gives_less_leaves_nothing_but_a_person() -> None:
    facts = {**SENT, "claim__reason": "defective", "claim__minor": True}
    assert answered((WINDOW,), german(MINOR), **facts).verdicts["refund"].possible == {REFERRED}


def test_of_what_the_law_says_nothing_the_shop_says_its_own() -> None:
    terms = answered((FREE,), german(WITHDRAW), **SENT).verdicts["refund"].terms
    assert (terms.return_postage, terms.refund_shipping, terms.fee_minor) == ("shop", "none", 500)


def test_what_could_better_the_terms_is_asked_though_the_answer_stands() -> None:
    shop = ("id: free, when: {condition.worn: false}, accept: refund, set: {return_postage: shop}",)
    asked = answered(shop, german(WITHDRAW), **SENT).verdicts["refund"]
    assert (asked.outcome, asked.doubts, asked.terms.return_postage) == (ACCEPTED, ("condition.worn",), "customer")
    told = answered(shop, german(WITHDRAW), **SENT, condition__worn=False).verdicts["refund"]
    assert (told.outcome, told.doubts, told.terms.return_postage) == (ACCEPTED, (), "shop")


def test_the_terms_of_a_shop_that_refuses_do_not_count() -> None:
    verdict = answered((FREE, NO_SALE), german(WITHDRAW), **SENT, **SALE).verdicts["refund"]
    assert (verdict.terms.return_postage, verdict.terms.fee_minor) == ("customer", 0)


def test_what_is_not_verified_is_told_and_decides_nothing() -> None:
    law = german(WITHDRAW, unverified=("id: L-99, accept: refund, when: {item.category: ring}",))
    policy = under(policy_of(NO_SALE, WINDOW), law)
    facts = {**SENT, **SALE, "parcel__delivered_at": "2023-03-12T10:00", "item__category": "ring"}
    decision = decide(policy, "2023-04-01T12:00", **facts)
    assert decision.verdicts["refund"].outcome is REFUSED
    (advice,) = explain_remedy(policy, decision, "refund").advice
    assert (advice.clause, advice.law and advice.law.status) == ("L-99", "unverified")


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [("2023-12-28T23:59:59", ACCEPTED), ("2023-12-29T00:00:00", REFUSED)],
)  # fmt: skip
def test_a_last_day_that_is_no_working_day_moves_on_and_ends_at_the_later_midnight(
    asked: str, outcome: Outcome
) -> None:
    facts = {**SENT, **SALE, "parcel__delivered_at": "2023-12-14T12:00"}
    later = "id: L-02, lanes: [change_of_mind], within: {days: 10, of: delivery}, accept: refund"  # a Sunday, the 24th
    moved = answered((NO_SALE, WINDOW), german(later), "2023-12-27T23:59:59", **facts)  # the 27th in New York
    assert moved.verdicts["refund"].outcome is ACCEPTED
    assert answered((NO_SALE, WINDOW), german(WITHDRAW), asked, **facts).verdicts["refund"].outcome is outcome


def test_until_is_the_later_end_of_both() -> None:
    short = "id: short, within: {days: 3, of: delivery}, accept: refund"
    until = answered((short,), german(WITHDRAW), "2023-03-25T12:00", **SENT).open_until("refund")
    assert until is not None
    assert until.last_day == date(2023, 4, 7).toordinal()


def test_both_promises_are_kept_and_the_earlier_stands_first() -> None:
    slow = "id: slow, promise: {what: refund, within: {days: 30, of: asked}}"
    quick = "id: L-09, promise: {what: refund, within: {days: 14, of: asked}}"
    decision = answered((WINDOW, slow), german(WITHDRAW, quick), **SENT)
    assert [due.clause for due in decision.promises if due.what == "refund"] == ["L-09", "slow"]


def test_a_decision_says_the_article_and_what_yields_to_it() -> None:
    policy = under(policy_of(WINDOW, NO_SALE), german(WITHDRAW))
    decision = decide(policy, "2023-04-01T12:00", **SENT, **SALE)
    told = explain_remedy(policy, decision, "refund")
    by_clause = {one.clause: one for one in told.reasons}
    assert by_clause["L-01"].law is not None
    assert by_clause["L-01"].law.article == "Act, s. 01"
    assert by_clause["no-sale"].detail == "The law goes before it: Act, s. 01 (L-01)."


def test_a_way_says_that_the_law_makes_it() -> None:
    policy = under(policy_of(NO_SALE, WINDOW), german(WITHDRAW))
    decision = decide(policy, "2023-04-10T12:00", **SENT, **SALE)
    told = explain_remedy(policy, decision, "refund")
    assert told.outcome == "refused"
    assert any(way.endswith("so the law says, Act, s. 01.") for way in told.ways)


def test_the_wire_says_the_article_beside_the_clause() -> None:
    policy: Policy = under(policy_of(WINDOW, NO_SALE), german(WITHDRAW))
    facts = {**{name.replace("__", "."): value for name, value in {**SENT, **SALE}.items()},
             "claim.reason": "changed_mind"}  # fmt: skip
    request = msgspec.json.encode({"facts": facts, "at": "2023-04-01T12:00:00-04:00"})
    wire = Wire(compile_policy(policy))
    said = [msgspec.json.decode(wire.decide(request)) for _ in range(2)]
    assert said[0] == said[1]
    reasons = {one["clause"]: one for one in said[0]["remedies"]["refund"]["reasons"]}
    assert reasons["L-01"]["law"]["source"] == "https://example.org"
    assert "law" not in reasons["no-sale"]
    assert said[0]["policy"] == policy.hash


def test_an_id_that_the_shop_has_already_is_given_another_name() -> None:
    policy = under(policy_of("id: L-01, refuse: refund"), german(WITHDRAW))
    verdict = decide(policy, "2023-04-01T12:00", **SENT).verdicts["refund"]
    assert verdict.outcome is ACCEPTED
    assert {one.clause for one in verdict.reasons} == {"L-01", "law-L-01"}


def test_the_hash_covers_policy_and_law() -> None:
    shop, law = policy_of(WINDOW), german(WITHDRAW)
    hashes = {shop.hash, under(shop, law).hash, under(shop, german(WITHDRAW, NOT_CUSTOM)).hash}
    assert len(hashes) == 3
    assert under(shop, None) is shop
    assert at("2023-04-01T12:00") == decide(shop, "2023-04-01T12:00", **SENT).at
