"""Running scenarios: what differs is told, in each of the ways in which an expectation can be put."""

from __future__ import annotations

import pytest

from amends.core.dates import Calendar
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.scenarios.read import ScenariosInvalid, read_scenarios
from amends.core.scenarios.run import run

POLICY = """
amends: 1
shop: {id: small, name: Small, country: US, zone: America/New_York, currency: USD, shipping: {flat_rate: 6.00}}
version: "VERSION"
starts: 2023-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
  - {id: R-window, says: Thirty days., lanes: [change_of_mind], within: {days: 30, of: order},
     accept: [refund, exchange], set: {fee: 2.00}}
  - {id: R-unworn, says: Unworn., lanes: [change_of_mind], require: [refund], provided: {condition.worn: false}}
  - {id: R-care, says: Take care., when: {item.price: {over: 40.00}}, advise: [refund]}
  - {id: R-soon, says: Soon., promise: {what: refund, within: {days: 5, of: return_receipt}}}
"""
ORDER = """
order:
  placed_at: 2023-03-10T12:00:00
  lines: [{id: ring, price: 50.00, category: ring}, {id: band, unit_price: 30.00, category: ring, quantity: 2}]
  parcels: [{shipped_at: 2023-03-11T12:00:00}]
"""
CASES = """
given: {claim.reason: changed_mind, condition.worn: false}
at: 2023-03-20T12:00:00
cases:
"""


def policy(version: str = "2023", starts: str = "2023-01-01", days: int = 30) -> Policy:
    """This function will return a small policy."""
    text = POLICY.replace("VERSION", version).replace("2023-01-01", starts).replace("days: 30", f"days: {days}")
    return load_policy(text, Calendar(frozenset(), 1, 0))


def told(case: str, *, order: bool = True) -> list[tuple[str, str, str]]:
    """This function will run one case and return what differs: what, expected, got."""
    text = (ORDER if order else "") + CASES + f'  - {{name: "a case", {"line: ring, " if order else ""}{case}}}'
    (result,) = run(read_scenarios(text, "s.yaml"), [policy()])
    return [(f"{one.about} {one.what}", one.expected, one.got) for one in result.differences]


def mistakes(case: str, *, order: bool = True) -> str:
    """This function will return what a case gets wrong about the policy."""
    with pytest.raises(ScenariosInvalid) as raised:
        told(case, order=order)
    return str(raised.value)


@pytest.mark.parametrize(
    "expected",
    [
        "refund: accepted",
        "refund: {outcome: accepted, clauses: [R-window, R-unworn], without: [R-care], against: [], missing: []}",
        "refund: {until: 2023-04-09, terms: {fee: 2.00, return_postage: customer}, advice: [R-care], silent: false}",
        "refund: {until: '2023-04-09T23:59:59.999999'}",
        "closes: {R-window: 2023-04-09}, due: {answer: '2023-03-21T00:00:00', refund: null}, lane: change_of_mind",
        "repair: not_offered",
    ],
)
def test_what_is_as_expected_is_not_told(expected: str) -> None:
    assert told(f"expect: {{{expected}}}") == []


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ("refund: refused", ("refund outcome", "refused", "accepted")),
        ("repair: accepted", ("repair outcome", "accepted", "not_offered")),
        ("refund: {clauses: [R-soon]}", ("refund clauses", "R-soon", "R-window, R-unworn")),
        ("refund: {without: [R-unworn]}", ("refund clauses", "without R-unworn", "with R-unworn")),
        ("refund: {against: [R-unworn]}", ("refund against", "R-unworn", "none")),
        ("refund: {because: {R-unworn: too_late}}", ("refund the part of `R-unworn`", "too_late", "met")),
        ("refund: {silent: true}", ("refund silent", "true", "false")),
        ("refund: {until: 2023-04-10}", ("refund until", "2023-04-10", "2023-04-09")),
        ("refund: {until: none}", ("refund until", "none", "2023-04-09")),
        ("refund: {terms: {fee: 2.01}}", ("refund terms, fee", "2.01", "2.00")),
        ("refund: {missing: [condition.worn]}", ("refund missing", "condition.worn", "none")),
        ("refund: {advice: []}", ("refund advice", "none", "R-care")),
        ("closes: {R-window: 2023-04-10}", ("closes `R-window`", "2023-04-10", "2023-04-09")),
        ("lane: fault", ("lane lane", "fault", "change_of_mind")),
        ("due: {answer: 2023-03-21}", ("due answer", "2023-03-21", "2023-03-21T00:00:00")),
        ("due: {answer: null}", ("due answer", "nothing", "2023-03-21T00:00:00")),
        ("due: {label: 2023-03-21}", ("due label", "2023-03-21", "nothing")),
    ],
)
def test_what_is_otherwise_is_told(expected: str, difference: tuple[str, str, str]) -> None:
    assert told(f"expect: {{{expected}}}") == [difference]


@pytest.mark.parametrize(
    ("money", "differences"),
    [
        ("{remedy: refund, total: 48.00, items: {goods: 50.00, fee: -2.00}, payments: {card: 48.00}}", []),
        ("{remedy: refund, total: 48.01}", [("money, refund total", "48.01", "48.00")]),
        ("{remedy: refund, pieces: {band: 1}, total: 28.00}", []),
        ("{remedy: refund, pieces: [ring, band], total: 108.00}", []),
        ("{remedy: refund, pieces: [ring], earlier: [{pieces: [band]}], total: 50.00}", []),
        ("{remedy: exchange, new: [{price: 60.00}], to_pay: 12.00, total: 0.00, items: {fee: 2.00}}", []),
        ("{remedy: exchange, new: [{price: 60.00}], to_pay: 11.00}", [("money, exchange to_pay", "11.00", "12.00")]),
        ("{remedy: refund, pieces: {ring: 2}, impossible: true}", []),
        ("{remedy: refund, impossible: true}", [("money, refund sum", "impossible", "48.00")]),
        ("{remedy: repair, to_pay: 0.00}", [("money, repair outcome", "accepted", "not_offered")]),
    ],
)
def test_money_is_compared_to_the_cent(money: str, differences: list[tuple[str, str, str]]) -> None:
    assert told(f"money: [{money}]") == differences


def test_money_needs_an_order() -> None:
    facts = "when: {order.placed_at: 2023-03-10T12:00:00}"
    found = told(f"{facts}, money: [{{remedy: refund, total: 1.00}}]", order=False)
    assert found == [("money, refund sum", "an order", "facts alone")]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("when: {item.categry: ring}", "s.yaml:10:41: there is no fact `item.categry`. Did you mean `item.category`?"),
        ("when: {item: {categry: ring}}", "there is no fact `item.categry`. Did you mean `item.category`?"),
        ("when: {claim.reason: defectiv}", "`defectiv` is no value of `claim.reason`. Did you mean `defective`?"),
        ("expect: {refund: {clauses: [R-windw]}}", "the policy has no clause `R-windw`. Did you mean `R-window`?"),
        ("expect: {refund: {because: {R-windw: met}}}", "the policy has no clause `R-windw`."),
        ("expect: {closes: {R-windw: 2023-01-01}}", "the policy has no clause `R-windw`."),
        ("expect: {due: {refund: {by: 2023-01-01, clause: R-son}}}", "the policy has no clause `R-son`. Did you mean"),
        ("expect: {refund: {missing: [condition.wrn]}}", "there is no fact `condition.wrn`. Did you mean"),
        ("at: yesterday", "`yesterday` is no date and time."),
    ],
)
def test_what_a_case_gets_wrong_about_the_policy_is_told_before_anything_runs(case: str, said: str) -> None:
    assert said in mistakes(case)


def test_a_line_that_the_order_does_not_have_is_told() -> None:
    text = ORDER + CASES + '  - {name: "a case", line: rng}'
    with pytest.raises(ScenariosInvalid, match=r"no such line in such a parcel\. Did you mean `ring`"):
        run(read_scenarios(text), [policy()])


def test_with_several_lines_one_has_to_be_said() -> None:
    text = ORDER + CASES + '  - {name: "a case"}'
    with pytest.raises(ScenariosInvalid, match=r"the order has several lines\. Say which: `line: ring`\."):
        run(read_scenarios(text), [policy()])


def test_a_fact_is_taken_away_with_null() -> None:
    assert told("when: {condition.worn: null}, expect: {refund: {outcome: referred, missing: [condition.worn]}}") == []


def test_a_case_may_ask_when_the_claim_was_made_instead_of_when_it_is_decided() -> None:
    text = """
cases:
  - name: "a case"
    when:
      claim: {reason: changed_mind, asked_at: 2023-04-09T12:00:00}
      order.placed_at: 2023-03-10T12:00:00
      condition.worn: false
    expect: {refund: accepted}
"""
    (result,) = run(read_scenarios(text), [policy()])
    assert result.passed


def test_of_several_versions_the_date_of_the_order_chooses() -> None:
    versions = [policy("2024", "2024-01-01", 60), policy()]
    text = """
given: {claim.reason: changed_mind, condition.worn: false}
at: 2024-01-02T12:00:00
cases:
  - {name: older, when: {order.placed_at: 2023-12-31T23:59:59}, expect: {refund: {until: 2024-01-30}}}
  - {name: newer, when: {order.placed_at: 2024-01-01T00:00:00}, expect: {refund: {until: 2024-03-01}}}
"""
    assert all(result.passed for result in run(read_scenarios(text), versions))
    with pytest.raises(ScenariosInvalid, match="no version of the policy applies"):
        run(read_scenarios(text.replace("2023-12-31", "2022-12-31")), versions)
