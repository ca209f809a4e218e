"""A policy in another language says what the policy says: every sentence, the same numbers, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.engine.small_policies import decide, policy_of

from amends.core.checks.translation import numbers_in, translation
from amends.core.engine.decide import compile_policy
from amends.core.engine.explain import explain_remedy
from amends.core.engine.language import ENGLISH, ShopTexts, told_in
from amends.core.engine.shop_texts import read_shop_texts
from amends.core.errors import PolicyInvalid
from amends.examples import SHOPS, folder
from amends.usecases.read_policy import languages_beside, read_policy, texts_beside

WINDOW = (
    "id: window, section: Returns, within: {days: 35, of: shipment}, accept: refund,"
    " unless: [{id: but, says: Not 2 times., when: {claim.by: gift_recipient}}]"
)
WHOLE = ShopTexts(says={"window": "Ein Satz.", "but": "Nicht 2-mal."}, sections={"Returns": "Rückgabe"})


def found(texts: ShopTexts) -> list[tuple[str, tuple[str | int, ...]]]:
    """This function will return the codes of what is found in these words, with the way to each."""
    return [(one.code, one.field) for one in translation(policy_of(WINDOW), texts, "de")]


def test_a_whole_translation_is_fine() -> None:
    assert found(WHOLE) == []


def test_what_is_missing_unknown_or_says_another_number_is_found() -> None:
    assert found(ShopTexts(says=WHOLE.says)) == [("translation_missing", ("sections",))]
    assert found(ShopTexts(says={**WHOLE.says, "windw": "?"}, sections=WHOLE.sections)) == [
        ("translation_unknown", ("says", "windw"))
    ]
    other = {**WHOLE.says, "window": "Ein Satz, 30."}
    assert found(ShopTexts(says=other, sections=WHOLE.sections)) == [("said_differently", ("says", "window"))]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1,234.50 and 6.00", "6,00 und 1.234,50", True), ("1234", "1\u202f234", True), ("6.00", "6", False),
        ("30 days", "in 30 Tagen, 30", False), ("1 November", "1er novembre", True), ("none", "keine", True),
    ],
)  # fmt: skip
def test_numbers_are_compared_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert (numbers_in(one) == numbers_in(other)) is same


def test_a_slip_of_the_pen_is_told_with_its_line() -> None:
    with pytest.raises(PolicyInvalid) as raised:
        read_shop_texts("says: {a: b}\nsection: {c: d}\n", "de/policy.yaml")
    assert str(raised.value.problems[0].place) == "de/policy.yaml:2:1 `section`"
    with pytest.raises(PolicyInvalid, match="no text"):
        read_shop_texts("says: {a: [b]}\n", "de/policy.yaml")


def test_told_in_another_language_it_decides_the_same() -> None:
    policy = policy_of(WINDOW)
    told = told_in(policy, ENGLISH, WHOLE)
    decision = decide(policy, "2023-06-01T12:00", parcel__shipped_at="2023-03-10T10:00", claim__by="buyer")
    again = compile_policy(told.policy).decide(decision.facts, decision.at)
    assert (again.policy_hash, again.open_remedies) == (decision.policy_hash, decision.open_remedies)
    assert [one.says for one in explain_remedy(told.policy, decision, "refund").reasons] == ["Ein Satz."]
    assert told.policy.clauses[0].section == "Rückgabe"


@pytest.mark.parametrize("shop", SHOPS)
def test_the_example_shops_say_all_of_their_policies_in_every_language(shop: str) -> None:
    for file in sorted(Path(folder(shop)).glob("policy*.yaml")):
        policy = read_policy(file)
        assert set(languages_beside(file)) == {"de", "es", "fr"}
        for language in languages_beside(file):
            assert not list(translation(policy, texts_beside(file, language), language))
