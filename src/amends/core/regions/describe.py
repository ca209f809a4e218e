"""A set of claims in few words: what all of them have in common, and nothing that makes no difference.

One claim of the set is taken, and everything about it that can be let go without leaving the set is let go; what is
left is widened to all values that stay inside. The words use the names of facts, as the policy does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.engine.truth import Truth, truth_in
from amends.core.facts import Kind
from amends.core.money import format_amount
from amends.core.policy.tree import Condition, Not, Op, OtherFact, Policy, Test
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import REASON
from amends.core.regions.situations import Situations
from amends.core.regions.space import Group
from amends.core.regions.values import Cell

Literal = tuple[int, bool]
MOST_NAMED = 8
COMPARED = {Op.OVER: "over", Op.AT_LEAST: "at least", Op.UNDER: "under", Op.AT_MOST: "at most"}
OPPOSITE = {Op.OVER: Op.AT_MOST, Op.AT_LEAST: Op.UNDER, Op.UNDER: Op.AT_LEAST, Op.AT_MOST: Op.OVER}


@dataclass(frozen=True, slots=True)
class _Part:
    """What is left of one claim: answers to questions, all of facts of one group."""

    group: Group
    answers: tuple[Literal, ...]


class Common(str):
    """What claims have in common, in the words of the file; the condition says it in any language."""

    __slots__ = ("condition",)
    condition: Condition


def _common(text: str, condition: Condition) -> Common:
    said = Common(text)
    said.condition = condition
    return said


def description(situations: Situations, wanted: int, around: int) -> tuple[Common, ...]:
    """This function will say what claims of the set have in common: those around the plainest one in `around`.

    All claims that have it in common are in the set `wanted`, which must hold `around`.
    """
    space = situations.space
    claimed = situations.claim_in(around)
    if claimed is None:
        return ()
    truth = truth_in(space.policy, claimed.facts, claimed.at)
    row = {place: truth(test) is Truth.YES for test, place in space.question.items()}
    kept = [
        _Part(one, tuple((one.first + at, row[one.first + at]) for at in range(len(one.tests)))) for one in space.groups
    ]
    kept.sort(key=lambda part: (part.group.names == (REASON,), not _is_plain(part.group)))
    for part in list(kept):
        rest = [one for one in kept if one is not part]
        left = _shortest(situations, wanted, rest, part)
        kept[kept.index(part)] = _Part(part.group, left)
    parts = [part for part in kept if part.answers]
    return tuple(text for part in reversed(parts) for text in _said(situations, wanted, parts, part))


def _is_plain(group: Group) -> bool:
    return len(group.names) == 1


def _is_listed(policy: Policy, group: Group) -> bool:
    """Whether it is one fact whose values are listed, and not tests that are said one by one."""
    return len(group.names) == 1 and policy.vocabulary.find(group.names[0]).kind in (Kind.TEXT, Kind.CHOICE)


def _shortest(situations: Situations, wanted: int, rest: Sequence[_Part], part: _Part) -> tuple[Literal, ...]:
    left = part.answers
    if _inside(situations, wanted, rest, ()):
        return ()
    if _is_listed(situations.policy, part.group):
        return left
    for one in part.answers:
        fewer = tuple(other for other in left if other != one)
        if _inside(situations, wanted, rest, fewer):
            left = fewer
    return left


def _inside(situations: Situations, wanted: int, parts: Iterable[_Part], more: Iterable[Literal]) -> bool:
    answers = dict([*(one for part in parts for one in part.answers), *more])
    all_such = situations.sets.given(situations.all, answers)
    return all_such != NONE and situations.sets.within(all_such, situations.sets.given(wanted, answers))


def _said(situations: Situations, wanted: int, parts: Sequence[_Part], part: _Part) -> Iterator[Common]:
    group, policy = part.group, situations.policy
    fact = policy.vocabulary.find(group.names[0])
    if not _is_listed(policy, group):
        for place, so in part.answers:
            test = group.tests[place - group.first]
            yield _common(_test(policy, test, so=so), test if so else Not(test))
        return
    rest = [one for one in parts if one is not part]
    good = [cell for cell in group.cells if _inside(situations, wanted, rest, _answers(group, cell))]
    yield _values(situations, group, fact.values, [cell.truths for cell in good])


def _answers(group: Group, cell: Cell) -> list[Literal]:
    return [(group.first + place, truth) for place, truth in enumerate(cell.truths)]


def _values(situations: Situations, group: Group, known: Sequence[str], good: list[tuple[bool, ...]]) -> Common:
    policy, name = situations.policy, group.names[0]
    if not known:
        known = sorted({value for test in group.tests for value in test.value})
    if name == REASON:
        known = [one for one in policy.lane_of_reason if policy.lane_of_reason[one] == situations.lane] or known
    inside = [value for value in known if _row(group, name, value) in good]
    outside = [value for value in known if value not in inside]
    another = policy.vocabulary.find(name).kind is Kind.TEXT and _row(group, name, "") in good
    if another or (outside and len(inside) > MOST_NAMED and len(outside) < len(inside)):
        return _common(f"`{name}` is not {_listed(outside)}", Not(Test(name, Op.IS, tuple(sorted(outside)))))
    return _common(f"`{name}` is {_listed(inside)}", Test(name, Op.IS, tuple(sorted(inside))))


def _row(group: Group, name: str, value: Any) -> tuple[bool, ...]:
    return tuple(test.fact == name and value in test.value for test in group.tests)


def _listed(values: Sequence[Any]) -> str:
    shown = [f"`{value}`" for value in values]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}" if shown else "anything"


def _test(policy: Policy, test: Test, *, so: bool) -> str:
    name = f"`{test.fact}`"
    match test.op:
        case Op.IS if isinstance(test.value[0], bool) and len(test.value) == 1:
            return f"{name} is `{'true' if test.value[0] is so else 'false'}`"
        case Op.IS:
            return f"{name} is {'' if so else 'not '}{_listed([_amount(policy, test, one) for one in test.value])}"
        case Op.HAS:
            return f"{name} {'has' if so else 'lacks'} `{test.value[0]}`"
        case Op.HAPPENED:
            return f"{name} is `{'happened' if so else 'not_yet'}`"
        case Op.WITHIN:
            unit = test.value.unit.value.replace("_", " ").removesuffix("s" if test.value.amount == 1 else "")
            return (
                f"{name} is {'at most' if so else 'not within'} {test.value.amount} {unit} before `{test.value.event}`"
            )
        case Op.DAYS | Op.SEASON:
            return f"{name} is {'' if so else 'not '}in the {'days' if test.op is Op.DAYS else 'season'} named"
    op = test.op if so else OPPOSITE[test.op]
    other = test.value.name if isinstance(test.value, OtherFact) else _amount(policy, test, test.value)
    return f"{name} is {COMPARED[op]} `{other}`"


def _amount(policy: Policy, test: Test, value: Any) -> str:
    if policy.vocabulary.find(test.fact).kind is Kind.MONEY:
        return format_amount(value, policy.shop.currency)
    return str(value)
