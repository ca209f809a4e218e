"""What a new version changes, clause by clause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amends.core.changes.clauses import ClauseChange, Kind, Part, clause_changes, head_changes, matched
from amends.core.dates import Unit
from amends.core.facts import Fact
from amends.core.facts import Kind as FactKind
from amends.core.policy.tree import ALWAYS, Clause, Effect, Policy, Window
from amends.core.vocabulary import LANES
from amends.examples import SHOPS, folder
from amends.usecases.read_policy import read_policy


def policy(shop: str = "silver") -> Policy:
    """The policy of an example shop."""
    return read_policy(folder(shop) / "policy.yaml")


def with_clause(old: Policy, clause_id: str, **changes: object) -> Policy:
    """The policy with one clause changed."""
    clauses = tuple(replace(one, **changes) if one.id == clause_id else one for one in old.clauses)  # type: ignore[arg-type]
    return replace(old, clauses=clauses)


def only(changes: tuple[ClauseChange, ...]) -> ClauseChange:
    """The single change there is."""
    (found,) = changes
    return found


@pytest.mark.parametrize("shop", SHOPS)
def test_the_same_clauses_in_another_order_are_no_change(shop: str) -> None:
    old = policy(shop)
    assert clause_changes(old, replace(old, clauses=old.clauses[::-1])) == ()
    assert head_changes(old, old) == ()


def test_a_window_is_told_by_what_is_another_about_it() -> None:
    old = policy()
    new = with_clause(old, "B1-window", within=Window(30, Unit.DAYS, "parcel.delivered_at"))
    found = only(clause_changes(old, new))
    assert [(one.part, one.before, one.after) for one in found.differences] == [
        (Part.SPAN, "35 days", "30 days"),
        (Part.COUNTED_FROM, "the posting of the parcel", "the arrival of the parcel"),
    ]
    assert not found.only_words


def test_a_clause_under_a_new_name_is_one_renamed_and_not_one_lost() -> None:
    old = policy()
    new = with_clause(old, "B5-hygiene", id="B5-clean")
    found = only(clause_changes(old, new))
    assert found.kind is Kind.CHANGED
    assert found.only_words
    assert matched(old, new)["B5-clean"].id == "B5-hygiene"


def test_clauses_of_another_effect_are_never_taken_for_each_other() -> None:
    old = policy()
    kept = [one for one in old.clauses if one.id != "B5-hygiene"]
    gone = next(one for one in old.clauses if one.id == "B5-hygiene")
    advice = Clause("B5-advice", gone.says, Effect.ADVISE, gone.lanes, gone.remedies, when=gone.when)
    kinds = {one.kind for one in clause_changes(old, replace(old, clauses=(*kept, advice)))}
    assert kinds == {Kind.ADDED, Kind.TAKEN_OUT}


@pytest.mark.parametrize("shop", SHOPS)
def test_whatever_decides_in_a_clause_is_told_when_it_changes(shop: str) -> None:
    old = policy(shop)
    for clause in old.clauses:
        changes: list[dict[str, object]] = [{"says": "Something else."}, {"section": "Elsewhere"}]
        if clause.lanes != frozenset(LANES) or clause.effect is not Effect.CLASSIFY:
            changes.append({"lanes": clause.lanes ^ {"recall"}})
        if clause.when != ALWAYS:
            changes.append({"when": ALWAYS})
        if clause.within is not None:
            changes.append({"within": replace(clause.within, amount=clause.within.amount + 1)})
        if clause.provided != ALWAYS:
            changes.append({"provided": ALWAYS})
        if clause.remedies and clause.effect not in {Effect.CLASSIFY, Effect.EXTEND, Effect.PROMISE}:
            changes.append({"remedies": clause.remedies ^ {"repair"}})
        if clause.terms:
            changes.append({"terms": {}})
        if clause.times:
            changes.append({"times": clause.times + 1})
        for change in changes:
            assert clause_changes(old, with_clause(old, clause.id, **change)), (clause.id, change)


def test_what_stands_at_the_head_is_told_too() -> None:
    old = policy()
    new = replace(old, answer_within=replace(old.answer_within, amount=24))
    assert [(one.before, one.after) for one in head_changes(old, new)] == [("12 hours", "24 hours")]


def test_nothing_at_the_head_changes_unseen() -> None:
    """Who writes to the shop, what its days are and what its customers are asked: two people shall have seen it."""
    old = policy()
    shop = replace(old.shop, name="Another", email="me@elsewhere.example", country="CA", longest_days=3)
    facts = old.vocabulary.facts
    own = Fact("item.kept", FactKind.CHOICE, "whether it was kept", ("yes", "no"), "no")
    worn = replace(facts["condition.worn"], ask="Is it fine?")
    new = replace(old, shop=shop, vocabulary=old.vocabulary.with_facts({own.name: own, worn.name: worn}))
    found = {one.label: (one.before, one.after) for one in head_changes(old, new)}
    assert found == {
        "name": (old.shop.name, "Another"), "email": (old.shop.email, "me@elsewhere.example"),
        "country": ("US", "CA"), "longest_days": (str(old.shop.longest_days), "3"),
        "item.kept": ("", "whether it was kept (choice: yes, no; absent: no)"),
        "condition.worn": (facts["condition.worn"].ask, "Is it fine?"),
    }  # fmt: skip
    other = replace(new, vocabulary=new.vocabulary.with_facts({own.name: replace(own, absent="yes")}))
    assert [one.label for one in head_changes(new, other)] == ["item.kept"]
