"""Every fault in a policy is told at its place, with what to do; all at once, in file order."""

from __future__ import annotations

import pytest
from tests.core.policy.policies import CALENDAR, GOOD, HEAD, changed, good, problems_of, with_clause
from tests.steps import steps

from amends.core.policy.load import load_policy

ASKED = "accept: [refund]"
SEASON = "{ordered_from: 2023-01-02, ordered_to: 2023-01-03, open_until: 2023-02-01}"


def test_the_good_policy_has_no_problem() -> None:
    assert problems_of(GOOD) == []


# What is wrong in one line of a clause: the line, the place, what is said, and what to do about it.
FAULTS = [
    ("when: {item.categry: ring}", "clause x, when, item.categry", "no fact `item.categry`", "`item.category`"),
    ("when: {nonsense: 1}", "clause x, when, nonsense", "no fact `nonsense`", "under `facts`"),
    ("within: {days: 30}", "clause x, within, of", "`of` is missing", "counted from"),
    ("within: {days: 30, of: shipmnt}", "clause x, within, of", "nothing can be counted from `shipmnt`", "`shipment`"),
    ("within: {days: 30, of: item.price}", "clause x, within, of", "counted from `item.price`", ""),
    ("within: {of: order}", "clause x, within", "exactly one unit", "`days: 30`"),
    ("within: {days: 3, hours: 2, of: order}", "clause x, within", "exactly one unit", ""),
    ("within: {days: -1, of: order}", "clause x, within, days", "`-1` is too small", "at least 0"),
    ("within: {days: 40001, of: order}", "clause x, within, days", "too large", "at most 40000"),
    ("within: {days: 1.5, of: order}", "clause x, within, days", "`1.5` is no whole number", ""),
    ("within: {days: true, of: order}", "clause x, within, days", "`true` is no whole number", ""),
    ("within: {dys: 3, of: order}", "clause x, within, dys", "no word of the language", "`days`"),
    ("within: {days: 3, of: asked}", "clause x, within, of", "open with what must happen in it", "`delivery`"),
    ("when: {item.price: {over: 40.00 EUR}}", "clause x, when, item.price, over", "in EUR, but", "in USD"),
    ("when: {item.price: {over: EUR 40}}", "clause x, when, item.price, over", "in EUR, but", "in USD"),
    ("when: {item.price: {over: -5.00}}", "clause x, when, item.price, over", "below nothing", "from 0"),
    ("when: {item.price: {over: 5.001}}", "clause x, when, item.price, over", "no amount in USD", "2 digits"),
    ("when: {item.price: {over: $5}}", "clause x, when, item.price, over", "`$5` is no amount", "`40.00`"),
    ('when: {item.price: {over: "5,00"}}', "clause x, when, item.price, over", "`5,00` is no amount", "`40.00`"),
    ("when: {item.price: {ovr: 5}}", "clause x, when, item.price, ovr", "`ovr` cannot be asked", "`over`"),
    ("when: {item.price: {over: {fact: item.quantity}}}", "clause x, when, item.price, over, fact", "of the kind", ""),
    (
        "when: {item.price: {over: {fact: [1]}}}",
        "clause x, when, item.price, over",
        "with another fact",
        "{fact: name}",
    ),
    ("when: {item.quantity: {at_least: -2}}", "clause x, when, item.quantity, at_least", "`-2` is not a whole", ""),
    ("when: {item.quantity: {is: }}", "clause x, when, item.quantity, is", "", ""),
    ("when: {condition.worn: no}", "clause x, when, condition.worn", "`no` is not `true` or `false`", ""),
    ("when: {item.category: []}", "clause x, when, item.category", "is empty", "at least one"),
    ("when: {item.style: 925}", "clause x, when, item.style", "`925` is not a text", "in quotes"),
    ("when: {claim.reason: defectiv}", "clause x, when, claim.reason", "no value of", "`defective`"),
    ("when: {order.placed_at: yesterday}", "clause x, when, order.placed_at", "nothing about a moment", "`within`"),
    ("when: {order.placed_at: {from: 20231101}}", "clause x, when, order.placed_at, from", "is no day", "2023-11-01"),
    ("when: {order.placed_at: {from: 1899-12-31}}", "clause x, when, order.placed_at, from", "1900 to 9990", ""),
    ("when: {order.placed_at: {to: 9999-12-31}}", "clause x, when, order.placed_at, to", "1900 to 9990", ""),
    ("when: {order.placed_at: {from: 2023-02-29}}", "clause x, when, order.placed_at, from", "no day `2023-02-29`", ""),
    (
        "when: {order.placed_at: {within: 3}}",
        "clause x, when, order.placed_at, within",
        "a length of time",
        "{hours: 24}",
    ),
    (
        "when: {order.placed_at: {within: {days: 99999999999}}}",
        "clause x, when, order.placed_at, within, days",
        "no number of days",
        "0 to 40000",
    ),
    (
        "when: {order.placed_at: {within: {days: 3, event: askd}}}",
        "clause x, when, order.placed_at, within, event",
        "no event",
        "`asked`",
    ),
    (
        "when: {order.placed_at: {within: {days: 3, event: [a]}}}",
        "clause x, when, order.placed_at, within, event",
        "a list is no event",
        "`asked`",
    ),
    (f"when: {{item.price: {'9' * 5000}}}", "clause x, when, item.price", "is no amount", ""),
    (f"within: {{days: {'9' * 5000}, of: order}}", "clause x, within, days", "is no whole number", ""),
    ("when: {any: {item.category: ring}}", "clause x, when, any", "a list of conditions", "- {fact"),
    ("when: {any: [{}]}", "clause x, when, any", "a list of conditions", "- {fact"),
    ("when: []", "clause x, when", "takes entries", ""),
    ("item.category: ring", "clause x, item.category", "no word of the language", "under `when`"),
    ("fee: 6.00", "clause x, fee", "no word of the language", "It belongs to `set`"),
    ("lanes: [fualt]", "clause x, lanes, 1", "`fualt` cannot stand", "`fault`"),
    ("lanes: []", "clause x, lanes", "list is empty", "`change_of_mind`"),
    ("refuse: [refund]", "clause x", "exactly one effect", "`accept`"),
    ("ordered_from: 5", "clause x, ordered_from", "`5` is no day", "`2023-11-01`"),
    ("set: {fee: true}", "clause x, set, fee", "`true` is no amount", ""),
    ("set: {fee: 6.00 EUR}", "clause x, set, fee", "in EUR, but", ""),
    ("set: {restocking_percent: 101}", "clause x, set, restocking_percent", "too large", "at most 100"),
    ("set: {restocking_percent: 10%}", "clause x, set, restocking_percent", "`10%` is no percentage", "`15`"),
    ("set: {quote_first: yes}", "clause x, set, quote_first", "`yes` is not `true`", ""),
    ("set: {offer_percent: {at_least: 9, at_most: 8}}", "clause x, set, offer_percent", "larger", "Swap"),
    ("set: {return_postage: shp}", "clause x, set, return_postage", "`shp` cannot stand", "`shop`"),
    ("unless: [{id: y, says: z}]", "clause x, exception y, when", "`when` is missing", ""),
    ("unless: [{id: X, says: z, when: {claim.photo: true}}]", "clause x, exception X, id", "used twice", ""),
    ("otherwise: refr", "clause x, otherwise", "`refr` cannot stand", "`refer`"),
    ("says: Again.", "clause x, says", "written twice", "Keep one"),
]


@pytest.mark.parametrize(("line", "place", "what", "hint"), FAULTS, ids=[fault[0][:70] for fault in FAULTS])
def test_a_fault_is_told_at_its_place(line: str, place: str, what: str, hint: str) -> None:
    told = problems_of(with_clause(line, ASKED))
    assert len(told) == 1, told
    assert told[0].startswith("p.yaml:")
    assert f"`{place}`" in told[0]
    assert what in told[0]
    assert hint in told[0]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("require: [refund]", "`x` requires nothing"),
        ("terms: [refund]", "`x` sets no terms"),
        ("classify: {reasons: [tarnishd], lane: fault}", "Did you mean `tarnished`?"),
        (f"extend: {{clauses: [y], seasons: [{SEASON}]}}", "no clause `y` has"),
        ("limit: {remedies: [refund], times: 0, counting: a}", "`0` is too small for `times`"),
        ("promise: {what: pay, within: {days: 3, of: asked}}", "`pay` cannot stand here"),
        ("section: Only a heading", "exactly one effect; `x` has none"),
    ],
)  # fmt: skip
def test_an_effect_that_says_too_little_is_told(line: str, what: str) -> None:
    told = problems_of(with_clause(line))
    assert len(told) == 1
    assert what in told[0]


@pytest.mark.parametrize(
    ("effect", "part"),
    [
        ("refuse: [refund]", "within: {days: 3, of: order}"),
        ("refuse: [refund]", "provided: {claim.photo: true}"),
        ("require: [refund]\n    provided: {claim.photo: true}", "set: {fee: 5.00}"),
        ("advise: [refund]", "otherwise: refuse"),
        ("classify: {reasons: bent, lane: fault}", "lanes: [fault]"),
    ],
)
def test_a_part_without_meaning_is_told(effect: str, part: str) -> None:
    told = problems_of(with_clause(effect, part))
    assert len(told) == 1
    assert "has no meaning with" in told[0]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("country: US", "country: UK", "Did you mean `GB`?"),
        ("country: US", "country: USA", "Write two capital letters"),
        ("America/New_York", "America/Newark", "there is no time zone `America/Newark`"),
        ("America/New_York", "../../etc/passwd", "there is no time zone"),
        ("currency: USD", "currency: USX", "`USX` is no currency"),
        ("flat_rate: 6.00", "flat_rate: 6.00 EUR", "in EUR, but the shop's currency is USD"),
        ("amends: 1", "amends: 2", "`2` cannot stand here. Write `1`."),
        ("starts: 2023-01-01", "starts: 0", "`0` is no day"),
        ("starts: 2023-01-01", "starts: 0001-01-01", "1900 to 9990"),
        ("starts: 2023-01-01", "starts: 9999-01-01", "1900 to 9990"),
        ("answers_within: {hours: 12}", "answers_within: {}", "exactly one unit"),
        ("answers_within: {hours: 12}", "answers_within: 12", "takes entries"),
        ('version: "1"', 'vershun: "1"', "Did you mean `version`?"),
        ("ask: {condition.worn", "ask: {condition.wron", "Did you mean `condition.worn`?"),
        ("kind: choice, about: which metal, values: [silver, gold]", "kind: choice, about: m", "a choice has `values`"),
        ("item.metal: {kind: choice", "item.material: {kind: choice", "a fact that every policy has"),
        ("item.metal: {kind: choice", "metal: {kind: choice", "cannot be the name of a fact"),
        ("item.metal: {kind: choice", "used.order.x: {kind: choice", "cannot be the name of a fact"),
        ("values: [silver, gold]}", "values: [silver, gold], absent: brass}", "`brass` is no value of `item.metal`"),
        ("reasons: {too_heavy: change_of_mind}", "reasons: {tarnished: fault}", "a reason that every policy has"),
        ("reasons: {too_heavy: change_of_mind}", "reasons: {Too heavy: fault}", "cannot be the name of a reason"),
        ("id: unworn", "id: window", "used twice; clause 1 of the file has it"),
        ("id: unworn", "id: WINDOW", "used twice; clause 1 of the file has it"),
        ("id: unworn", "id: a b", "`a b` cannot be used as `id`"),
        ("id: sealed", "id: window", "used twice; clause 1 of the file has it"),
        ("clauses: [window]", "clauses: [unworn]", "no clause `unworn` has a window"),
        ("open_until: 2024-01-31", "open_until: 2023-01-31", "not in order"),
        ("price: {over: 40.00, at_most: 1000 USD}", "price: {over: 40.00, at_most: 1000 GBP}", "in GBP, but"),
    ],
)  # fmt: skip
def test_a_fault_of_the_rest_is_told(old: str, new: str, what: str) -> None:
    told = problems_of(changed(old, new))
    assert any(what in one for one in told), told


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("- a\n- b\n", 1, "a policy is a mapping"),
        ("just words", 1, "a policy is a mapping"),
        ("amends: 1\nshop: [US\n", 3, "no readable YAML"),
        ("amends: 1\n\tshop: 1\n", 2, "tab"),
        ("amends: 1\nshop: name: x\n", 2, "in quotes"),
        ("amends: 1\nshop: 'x\n", 3, "never closed"),
        ("a: &x {b: 1}\nc: *x\n", 1, "names a part to be repeated"),
        ("a: 1\na: 2\n", 2, "written twice"),
        ("? [a, b]\n: 1\n", 1, "a name is expected here"),
        ("a: !!python/object:os.system x\n", 1, "has no meaning here"),
        ("amends: 1\n---\namends: 1\n", 2, "a second document"),
        ("amends: \x00\n", 1, "no readable text"),
        ("amends: \ud800\n", 0, "no readable text"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("- " * 100_000, 1, "nested too deeply"),
        ("{a: " * 100_000, 1, "nested too deeply"),
        ("? " * 100_000, 1, "nested too deeply"),
    ],
)
def test_a_text_that_is_no_policy_is_told(text: str, line: int, what: str) -> None:
    told = problems_of(text)
    place = f"p.yaml:{line}:" if line else "p.yaml: "
    assert any(one.startswith(place) and what in one for one in told), told


def test_a_billion_laughs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    told: list[str] = []
    taken = steps(lambda: told.extend(problems_of("\n".join(lines))))
    assert any("repeats another part" in one for one in told)
    assert taken < 100_000


def test_a_huge_file_is_refused_unread() -> None:
    assert "larger than a policy can be" in problems_of("#" * 2_000_001)[0]


def test_a_file_of_nothing_but_faults_takes_work_in_proportion() -> None:
    def told(count: int) -> list[str]:
        faults = "".join(f"    fact{n}.x: [1]\n" for n in range(count))
        return problems_of(f"{HEAD}clauses:\n  - id: x\n    says: y\n    accept: refund\n{faults}")

    assert len(told(60_000)) == 100
    assert steps(lambda: told(8_000)) < 10 * steps(lambda: told(1_000))


def test_the_byte_order_mark_of_some_editors_is_no_fault() -> None:
    assert problems_of("\ufeff" + GOOD) == []


def test_all_faults_are_told_at_once_and_in_order() -> None:
    text = (
        changed("country: US", "country: UK")
        .replace("starts: 2023-01-01", "starts: tomorrow")
        .replace("shipment", "shipmnt")
        .replace("over: 40.00", "ovr: 40.00")
        .replace("reasons: [tarnished]", "reasons: [tarnishd]")
        .replace("open_until: 2024-01-31", "open_untl: 2024-01-31")
    )
    told = problems_of(text)
    wrong = ["UK", "tomorrow", "shipmnt", "ovr", "tarnishd", "open_untl", "open_until` is missing"]
    assert sorted(told, key=lambda one: int(one.split(":")[1])) == told
    assert [word for word in wrong if any(f"`{word}" in one for one in told)] == wrong
    assert len(told) == len(wrong)


def test_what_follows_from_another_fault_is_not_told() -> None:
    """Nothing is said about the clause that lengthens the wrong window, nor about uses of the wrong fact."""
    text = changed("of: shipment", "off: shipment").replace("kind: choice", "kind: chioce")
    told = problems_of(text)
    assert len(told) == 3, told
    assert all("chioce" in one or "`of" in one for one in told)


def test_a_policy_of_500_clauses_takes_work_in_proportion() -> None:
    clause = GOOD[GOOD.index("  - id: hygiene") : GOOD.index("  - id: once")]

    def text(count: int) -> str:
        return GOOD + "".join(clause.replace("hygiene", f"h{n}").replace("sealed,", f"s{n},", 1) for n in range(count))

    assert len(load_policy(text(500), CALENDAR).clauses) == 508
    assert steps(lambda: load_policy(text(500), CALENDAR)) < 10 * steps(lambda: load_policy(text(50), CALENDAR))


def test_questions_in_the_shops_own_words_reach_the_vocabulary() -> None:
    assert good().vocabulary.find("condition.worn").ask == "Was it ever worn?"


def test_holidays_are_part_of_the_hash_only_where_they_count() -> None:
    other = type(CALENDAR)(frozenset(), CALENDAR.first_day, CALENDAR.last_day)
    business = changed("answers_within: {hours: 12}", "answers_within: {business_days: 2}")
    assert load_policy(GOOD, CALENDAR).hash == load_policy(GOOD, other).hash
    assert load_policy(business, CALENDAR).hash != load_policy(business, other).hash
