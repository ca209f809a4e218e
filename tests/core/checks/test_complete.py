"""Each check that looks at every situation finds its fault, shows it by a claim, and is silent where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.core.policy.policies import CALENDAR, HEAD

from amends.core.checks.every import COMPLETE, findings_of
from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.needs_unknown_fact import needs_unknown_fact
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.orders import Product
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.regions.diagram import TooManySituations
from amends.core.regions.witness import Unconfirmed, decided

REST = """\
  - id: rest
    says: Of everything else one of us takes a look.
    lanes: [fault, guarantee, delivery, recall]
    accept: [refund]
    provided: {claim.agreed: true}
    otherwise: refer
"""
WINDOW = """\
  - id: window
    says: You have 30 days.
    lanes: [change_of_mind]
    within: {days: 30, of: delivery}
    accept: [refund]
"""


def policy_of(*clauses: str) -> Policy:
    """This function will load a policy of these clauses and one that speaks of all other lanes."""
    return load_policy(HEAD + "clauses:\n" + "".join((*clauses, REST)), CALENDAR)


def found_in(policy: Policy) -> list[Finding]:
    """This function will return what is found by the complete checks; nothing may be left unconfirmed."""
    subject = Subject(policy, 738_000)
    found = list(findings_of(subject, COMPLETE))
    assert subject.unconfirmed == []
    return found


def told(policy: Policy) -> list[tuple[str, str]]:
    """This function will return the codes and clauses of what is found."""
    return [(one.code, one.clause) for one in found_in(policy)]


def verdict_in(policy: Policy, found: Finding) -> Verdict:
    """This function will return the engine's verdict about a finding's witness."""
    assert found.witness is not None
    return decided(policy, found.witness)[1]


def clause(name: str, rest: str, lanes: str = "[change_of_mind]") -> str:
    """This function will write a clause."""
    lines = "".join(f"    {line}\n" for line in rest.splitlines())
    return f"  - id: {name}\n    says: Sentence {name}.\n    lanes: {lanes}\n{lines}"


EARRINGS = clause("earrings", "when: {item.category: earring}\nrefuse: [refund]")


def test_nothing_is_found_where_a_refusal_is_an_exception_to_an_acceptance() -> None:
    assert told(policy_of(WINDOW, EARRINGS)) == []


def test_a_gap_is_told_with_what_its_claims_have_in_common() -> None:
    ring = clause("ring", "when: {item.category: ring, condition.worn: false}\naccept: [refund]")
    policy = policy_of(ring, EARRINGS)
    [one] = found_in(policy)
    assert one.code == "gap"
    assert one.message == (
        "no clause grants or refuses `refund` in the lane `change_of_mind` "
        "where `item.category` is not `earring` or `ring`."
    )
    assert verdict_in(policy, one).outcome is Outcome.REFERRED


def test_a_lane_of_which_nothing_speaks_is_a_gap_of_its_own() -> None:
    policy = load_policy(HEAD + "clauses:\n" + WINDOW, CALENDAR)
    lanes = [one.message for one in found_in(policy)]
    assert lanes == [
        f"no clause speaks of claims in the lane `{lane}`." for lane in ("fault", "guarantee", "delivery", "recall")
    ]


def test_what_is_refused_to_all_in_a_lane_is_no_gap() -> None:
    refusal = clause("never", "refuse: [refund, exchange]", "[fault, guarantee, delivery, recall]")
    policy = load_policy(HEAD + "clauses:\n" + WINDOW + refusal, CALENDAR)
    assert told(policy) == []


def test_a_gap_that_no_real_order_can_fall_into_is_none() -> None:
    held = clause("at-customs", "when: {parcel.delivered_at: not_yet}\naccept: [refund]", "[delivery]")
    arrived = clause("arrived", "when: {parcel.shipped_at: happened}\nrefuse: [refund]", "[delivery]")
    rest = REST.replace("[fault, guarantee, delivery, recall]", "[fault, guarantee, recall]")
    policy = load_policy(HEAD + "clauses:\n" + WINDOW + held + arrived + rest, CALENDAR)
    assert told(policy) == []  # delivered, but never posted, is no parcel


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ("when: {item.category: ring}\nrefuse: [refund]", True),  # all of it
        ("when: {item.category: [ring, brooch]}\nrefuse: [refund]", True),
        ("when: {item.category: ring, item.discounted: true}\nrefuse: [refund]", False),  # an exception to it
        ("when: {item.discounted: true}\nrefuse: [refund]", False),  # of something else
    ],
)
def test_a_contradiction(refusal: str, expected: bool) -> None:
    rings = clause("rings", "when: {item.category: ring}\naccept: [refund]")
    policy = policy_of(WINDOW, rings, clause("but", refusal))
    found = [one for one in found_in(policy) if one.code == "contradiction"]
    assert [one.clause for one in found] == (["rings"] if expected else [])
    assert all(verdict_in(policy, one).outcome is Outcome.REFUSED for one in found)


def test_lists_that_overlap_contradict_each_other_and_a_named_exception_settles_it() -> None:
    some = "when: {item.category: [ring, brooch]}\naccept: [refund]"
    others = clause("others", "when: {item.category: [brooch, pin]}\nrefuse: [refund]")
    assert ("contradiction", "some") in told(policy_of(WINDOW, clause("some", some), others))
    named = f"{some}\nunless:\n  - {{id: pins, says: Not brooches., when: {{item.category: brooch}}}}"
    assert told(policy_of(WINDOW, clause("some", named), others)) == []


def test_terms_that_are_set_against_each_other() -> None:
    free = clause("free", "terms: [refund]\nset: {return_postage: shop}")
    paid = clause("paid", "terms: [refund]\nset: {return_postage: customer}")
    policy = policy_of(WINDOW, free, paid)
    [one] = [one for one in found_in(policy) if one.code == "contradiction"]
    assert one.message == "`free` and `paid` set `return_postage` differently for the same claims; `shop` holds."


def test_terms_that_never_hold_because_better_ones_always_do() -> None:
    free = clause("free", "terms: [refund]\nset: {return_postage: shop}")
    sale = clause("sale", "when: {item.discounted: true}\nterms: [refund]\nset: {return_postage: customer}")
    fee = clause("fee", "when: {item.discounted: true}\nterms: [refund]\nset: {return_postage: customer, fee: 5.00}")
    assert told(policy_of(WINDOW, free, sale)) == [("shadowed", "sale")]
    assert told(policy_of(WINDOW, free, fee)) == []


@pytest.mark.parametrize(
    "when",
    [
        "{item.price: {over: 40.00}, item.category: ring, all: [{item.price: {at_most: 40.00}}]}",
        "{order.state: pending, parcel.delivered_at: happened}",
        "{item.category: {not: ring}, any: [{item.category: ring}]}",
        "{order.placed_at: {longer_ago_than: {days: 30}}, all: [{order.placed_at: {within: {days: 10}}}]}",
        "{parcel.delivered_at: {within: {days: 10}}, any: [{parcel.shipped_at: not_yet}]}",
        "{claim.reason: defective}",  # of another lane
    ],
)
def test_a_clause_that_fits_no_claim(when: str) -> None:
    assert told(policy_of(WINDOW, clause("never", f"when: {when}\nrefuse: [refund]"))) == [("dead_clause", "never")]


def test_what_is_required_where_nothing_is_granted() -> None:
    rings = clause("rings", "when: {item.category: ring}\naccept: [refund]")
    others = clause("others", "when: {item.category: {not: ring}}\nrefuse: [refund]")
    brooch = clause("brooch", "when: {item.category: brooch}\nrequire: [refund]\nprovided: {condition.worn: false}")
    assert told(policy_of(rings, others, brooch)) == [("dead_clause", "brooch")]


def test_what_can_never_all_be_so() -> None:
    both = "within: {days: 3, of: delivery}\nprovided: {parcel.carrier_finding: lost}\naccept: [refund]"
    policy = policy_of(WINDOW, clause("lost", both))
    assert ("dead_clause", "lost") in told(policy)


def test_what_others_always_refuse() -> None:
    worn = clause("worn", "when: {condition.worn: true}\nrefuse: [exchange]")
    fresh = clause("fresh", "when: {condition.worn: false}\nrefuse: [exchange]")
    swap = clause("swap", "accept: [exchange]")
    found = found_in(policy_of(WINDOW, worn, fresh, swap))
    assert [(one.code, one.clause) for one in found] == [("dead_clause", "swap")]
    assert "always refused" in found[0].message


def test_a_refusal_that_others_say_already() -> None:
    small = clause("studs", "when: {item.category: earring, item.price: {under: 40.00}}\nrefuse: [refund]")
    policy = policy_of(WINDOW, EARRINGS, small)
    [one] = found_in(policy)
    assert (one.code, one.clause) == ("shadowed", "studs")
    assert "`earrings` decides all of it already" in one.message
    assert verdict_in(policy, one).outcome is Outcome.REFUSED


def test_several_refusals_together_shadow_one() -> None:
    dear = clause("dear", "when: {item.price: {over: 40.00}}\nrefuse: [refund]")
    cheap = clause("cheap", "when: {item.price: {at_most: 40.00}, item.category: earring}\nrefuse: [refund]")
    policy = policy_of(WINDOW, dear, cheap, EARRINGS)
    assert told(policy) == [("shadowed", "earrings")]


def test_an_acceptance_within_another_and_one_that_is_longer() -> None:
    shorter = clause("shorter", "within: {days: 14, of: delivery}\naccept: [refund]")
    longer = clause("longer", "when: {item.category: ring}\nwithin: {days: 60, of: delivery}\naccept: [refund]")
    assert told(policy_of(WINDOW, shorter)) == [("shadowed", "shorter")]
    assert told(policy_of(WINDOW, longer)) == []


def test_a_requirement_that_is_never_what_is_missed() -> None:
    unworn = clause("unworn", "require: [refund]\nprovided: {condition.worn: false}")
    rings = clause("rings", "when: {item.category: ring}\nrequire: [refund]\nprovided: {condition.worn: false}")
    assert told(policy_of(WINDOW, unworn, rings)) == [("shadowed", "rings")]


def test_of_two_that_say_the_same_the_later_is_told() -> None:
    assert told(policy_of(WINDOW, EARRINGS, EARRINGS.replace("earrings", "again"))) == [("shadowed", "again")]


def test_a_window_that_is_over_before_what_it_asks_for() -> None:
    late = (
        "when: {parcel.delivered_at: {longer_ago_than: {days: 20}}}\nwithin: {days: 14, of: delivery}\naccept: [refund]"
    )
    policy = policy_of(WINDOW, clause("late", late))
    codes = told(policy)
    assert ("window_impossible", "late") in codes
    before = "when: {parcel.delivered_at: not_yet}\nwithin: {days: 14, of: delivery}\naccept: [refund]"
    assert ("window_impossible", "before") in told(policy_of(WINDOW, clause("before", before)))


@pytest.mark.parametrize(("anchor", "expected"), [("order", True), ("delivery", True), ("return_receipt", False)])
def test_a_promise_that_can_be_due_before_it_is_made(anchor: str, expected: bool) -> None:
    promise = clause("soon", f"promise: {{what: refund, within: {{days: 5, of: {anchor}}}}}")
    found = [one for one in found_in(policy_of(WINDOW, promise)) if one.code == "promise_impossible"]
    assert [one.clause for one in found] == (["soon"] if expected else [])


def test_a_promise_as_long_as_the_window_can_be_kept() -> None:
    promise = clause("soon", "promise: {what: refund, within: {days: 30, of: delivery}}")
    assert told(policy_of(WINDOW, promise)) == []


def test_an_exception_that_never_fits() -> None:
    def studs(exception: str) -> str:
        unless = f"unless:\n  - {{id: but, says: But not these., when: {exception}}}"
        return clause("studs", f"when: {{item.category: earring}}\n{unless}\nrefuse: [refund]")

    assert told(policy_of(WINDOW, studs("{item.category: ring}"))) == [("exception_unused", "studs")]
    assert told(policy_of(WINDOW, studs("{claim.reason: defective}"))) == [("exception_unused", "studs")]
    assert told(policy_of(WINDOW, studs("{item.price: {over: 40.00}}"))) == []


def test_a_fact_that_no_product_of_the_catalogue_tells() -> None:
    gold = clause("gold", "when: {item.material: gold, item.category: ring}\nrefuse: [refund]")
    policy = policy_of(WINDOW, gold)
    told_of = Product(id="a", name="A", category="ring", attributes={"material": "gold"})
    silent = Product(id="b", name="B", category="ring")

    def codes(*products: Product) -> list[str]:
        found = list(needs_unknown_fact(Subject(policy, 738_000, products=products)))
        for one in found:
            assert one.witness is not None
            assert decided(policy, one.witness)[1].doubts == ("item.material",)
        return [one.message for one in found]

    assert codes() == codes(silent, told_of) == []
    assert codes(silent) == ["no product of the catalogue tells `item.material`, which `gold` asks about."]


def test_what_the_engine_does_not_confirm_is_left_out_and_counted() -> None:
    subject = Subject(policy_of(WINDOW), 738_000)
    view = subject.regions.of("change_of_mind", "refund")
    accepted = view.outcomes[Outcome.ACCEPTED]
    assert shown(subject, view, accepted, lambda verdict: verdict.outcome is Outcome.REFUSED) is None
    assert [type(one) for one in subject.unconfirmed] == [Unconfirmed]
    assert shown(subject, view, accepted, lambda verdict: verdict.outcome is Outcome.ACCEPTED) is not None


def test_a_policy_that_asks_too_much_at_once_is_told_once_and_not_passed_over() -> None:
    def too_much(subject: Subject) -> Iterator[Finding]:
        if subject.as_of:
            raise TooManySituations("too much.")
        yield from ()

    subject = Subject(policy_of(WINDOW), 738_000)
    assert [one.code for one in findings_of(subject, [too_much, too_much])] == ["too_many_situations"]
