"""From what a scenario file says to what the engine takes: facts, a moment, the version of the policy that applies.

Whatever the file gets wrong about the policy - a fact that nobody knows, a clause that is not there - is found here,
all at once and with its place, before anything is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.claims import Claim, Piece, facts_about, pieces_of
from amends.core.dates import Instant, parse_instant
from amends.core.errors import AmendsError, did_you_mean
from amends.core.facts import Facts, read_value
from amends.core.orders import Order
from amends.core.policy.source import Path, PolicyText
from amends.core.policy.tree import Policy
from amends.core.policy.versions import ordered, version_for
from amends.core.scenarios.model import REMEDIES, CaseOf, DueExpected, VerdictExpected
from amends.core.scenarios.orders import OrderOf, order_of
from amends.core.scenarios.read import ScenarioFile, ScenariosInvalid, path_of_fact


@dataclass(frozen=True, slots=True)
class Prepared:
    """One case, ready to be decided."""

    case: CaseOf
    policy: Policy
    facts: Facts
    at: Instant
    order: Order | None
    line_id: str
    file: str
    line_number: int


class _Mistake(Exception):
    def __init__(self, path: Path, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.path = path
        self.problem = PolicyText(what, hint=hint)


def prepare(file: ScenarioFile, policies: Sequence[Policy]) -> tuple[Prepared, ...]:
    """This function will return the cases of a file, or raise `ScenariosInvalid` with everything that is wrong."""
    versions = ordered(policies)
    prepared, problems = [], []
    for number, case in enumerate(file.written.cases):
        path: Path = ("cases", number)
        try:
            one = _case(file, case, path, versions)
            problems += [_placed(file, each) for each in _unknown_names(case, one.policy, path)]
            prepared.append(one)
        except _Mistake as mistake:
            problems.append(_placed(file, mistake))
    if problems:
        raise ScenariosInvalid(problems)
    return tuple(prepared)


def flat(raw: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """This function will return nested or dotted facts as dotted ones."""
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _case(file: ScenarioFile, case: CaseOf, path: Path, policies: Sequence[Policy]) -> Prepared:
    newest = policies[-1]
    order, order_path = (case.order, (*path, "order")) if case.order else (file.written.order, ("order",))
    bought = _order(order, newest, order_path) if order else None
    stated = _facts(file.written.given, newest, ("given",), policies)
    stated |= _facts(case.when, newest, (*path, "when"), policies)
    piece = _piece(bought, case, path) if bought else None
    placed_at = bought.placed_at if bought else stated.get("order.placed_at")
    policy = _version(policies, placed_at, path)
    facts = dict(facts_about(bought, piece, Claim(), policy.vocabulary)) if bought and piece else {}
    facts |= stated
    at_path: Path = (*path, "at") if case.at else ("at",) if file.written.at else path
    at = _at(case.at or file.written.at, facts.get("claim.asked_at"), policy, at_path)
    return Prepared(
        case=case,
        policy=policy,
        facts={name: value for name, value in facts.items() if value is not None},
        at=at,
        order=bought,
        line_id=piece.line.id if piece else "",
        file=file.name,
        line_number=file.place(path).line,
    )


def _version(policies: Sequence[Policy], placed_at: Any, path: Path) -> Policy:
    """Of several versions, the one under which the order falls; a single policy is the one that is tried."""
    policy = policies[0] if len(policies) == 1 else version_for(policies, placed_at)
    if policy is None:
        hint = "Say in `order.placed_at` when it was placed, on a day on which one of the versions had started."
        raise _Mistake(path, "no version of the policy applies to this order.", hint)
    return policy


def _order(written: OrderOf, policy: Policy, path: Path) -> Order:
    try:
        order = order_of(written, policy.shop.zone, policy.shop.currency)
        pieces_of(order)
    except AmendsError as error:
        raise _Mistake(path, error.what, error.hint) from error
    return order


def _piece(order: Order, case: CaseOf, path: Path) -> Piece:
    pieces = [piece for piece in pieces_of(order) if case.line in (None, piece.line.id)]
    pieces = [piece for piece in pieces if case.parcel is None or (piece.parcel and piece.parcel.id == case.parcel)]
    if len({piece.line.id for piece in pieces}) == 1 and (len(pieces) == 1 or case.parcel is None):
        return pieces[0]
    if not pieces:
        hint = did_you_mean(case.line or "", [line.id for line in order.lines])
        raise _Mistake((*path, "line"), "the order has no such line in such a parcel.", hint)
    raise _Mistake(path, "the order has several lines.", f"Say which: `line: {pieces[0].line.id}`.")


def _facts(raw: Mapping[str, Any], policy: Policy, path: Path, policies: Sequence[Policy]) -> dict[str, Any]:
    known = {name: fact for one in policies for name, fact in one.vocabulary.facts.items()}
    facts: dict[str, Any] = {}
    for name, value in flat(raw):
        where = (*path, *path_of_fact(raw, name))
        try:
            fact = known.get(name) or policy.vocabulary.find(name)
            facts[name] = None if value is None else read_value(fact, value, policy.shop.zone, policy.shop.currency)
        except AmendsError as error:
            raise _Mistake(where, error.what, error.hint) from error
    return facts


def _at(text: str | None, asked_at: object, policy: Policy, path: Path) -> Instant:
    if text is None:
        if isinstance(asked_at, int):
            return asked_at
        raise _Mistake(path, "it is not said when this is decided.", "Write `at: 2023-04-09T23:59:59`.")
    try:
        return parse_instant(text, policy.shop.zone)
    except AmendsError as error:
        raise _Mistake(path, error.what, error.hint) from error


def _unknown_names(case: CaseOf, policy: Policy, path: Path) -> Iterator[_Mistake]:
    """Clauses and facts that an expectation names and the policy does not have: a test of nothing."""
    clauses = [clause.id for clause in policy.clauses]
    for where, name in _clauses_named(case, (*path, "expect")):
        if name not in clauses:
            yield _Mistake(where, f"the policy has no clause `{name}`.", did_you_mean(name, clauses))
    for remedy, wanted in _verdicts(case):
        for number, name in enumerate(wanted.missing or ()):
            if name not in policy.vocabulary.facts:
                hint = did_you_mean(name, policy.vocabulary.facts)
                yield _Mistake((*path, "expect", remedy, "missing", number), f"there is no fact `{name}`.", hint)


def _clauses_named(case: CaseOf, path: Path) -> Iterator[tuple[Path, str]]:
    for remedy, wanted in _verdicts(case):
        for field in ("clauses", "without", "against", "advice"):
            yield from (
                ((*path, remedy, field, place), name) for place, name in enumerate(getattr(wanted, field) or ())
            )
        yield from (((*path, remedy, "because", name), name) for name in wanted.because)
    yield from (((*path, "closes", name), name) for name in case.expect.closes)
    for what, due in case.expect.due.items():
        if isinstance(due, DueExpected) and due.clause:
            yield (*path, "due", what, "clause"), due.clause


def _verdicts(case: CaseOf) -> Iterator[tuple[str, VerdictExpected]]:
    for remedy in REMEDIES:
        wanted = getattr(case.expect, remedy)
        if isinstance(wanted, VerdictExpected):
            yield remedy, wanted


def _placed(file: ScenarioFile, mistake: _Mistake) -> PolicyText:
    return PolicyText(mistake.problem.what, place=file.place(mistake.path), hint=mistake.problem.hint)
