"""Queries on how a shop's policy comes to change: proposals, and who did what about them. Rows are only ever added."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from amends.core.dates import Calendar, Instant, instant_of, utc_of
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.records import models, plain_sql
from amends.records.policies import calendar_document, calendar_from

# Not the key: whoever opens a case meanwhile refers to it, and is not to wait.
_LOCK = "SELECT FROM records_shop WHERE id = %s FOR NO KEY UPDATE"
_PROPOSALS = """
SELECT p.id, p.hash, p.version, p.starts, p.note, f.by, f.at, e.kind, e.by, e.at
FROM records_policyproposal p
JOIN records_policystep f ON f.shop_id = p.shop_id AND f.proposal_id = p.id AND f.kind = 'proposed'
LEFT JOIN records_policystep e ON e.shop_id = p.shop_id AND e.proposal_id = p.id AND e.ends
WHERE p.shop_id = %s AND {} ORDER BY e.number IS NOT NULL, f.number DESC LIMIT %s
"""
_ALL, _ONE = _PROPOSALS.format("true"), _PROPOSALS.format("p.id = %s")
_TEXT = "SELECT text, calendar FROM records_policyproposal WHERE shop_id = %s AND id = %s"
_PUBLISHED = "SELECT text FROM records_policyversion WHERE shop_id = %s AND hash = %s"
_COUNT_OPEN = """
SELECT count(*) FROM records_policyproposal p WHERE p.shop_id = %s AND NOT EXISTS (
    SELECT FROM records_policystep e WHERE e.shop_id = p.shop_id AND e.proposal_id = p.id AND e.ends
)
"""
_LAST = """
SELECT kind, by, at FROM records_policystep WHERE shop_id = %s AND proposal_id IS NULL ORDER BY number DESC LIMIT 1
"""
_ADD = """
INSERT INTO records_policystep (shop_id, number, kind, proposal_id, ends, by, at)
SELECT %s, coalesce(max(number), 0) + 1, %s, %s, %s, %s, %s FROM records_policystep WHERE shop_id = %s
"""
ENDS = ("published", "withdrawn")
MOST = 50  # proposals on one page


class EndedAlready(Exception):
    """Another step has settled the proposal; the table said so."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who did something, and when."""

    kind: str
    by: str  # a member's id
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed version without its text, and how it stands."""

    id: str
    hash: str
    version: str
    starts: date
    note: str
    proposed: Step
    ended: Step | None

    @property
    def state(self) -> str:
        """This property will hold `open`, `published` or `withdrawn`."""
        return self.ended.kind if self.ended else "open"


def lock_policies(shop_id: str) -> None:
    """This function will let nobody else change what the shop's policy is until the transaction ends."""
    plain_sql.run(_LOCK, shop_id)


def add_proposal(shop_id: str, policy: Policy, text: str, note: str, by: str, at: Instant) -> str:
    """This function will keep the proposal and who made it, and return its id; the caller has locked the shop."""
    proposal_id = secrets.token_hex(6)
    models.PolicyProposal.objects.create(
        shop_id=shop_id, id=proposal_id, hash=policy.hash, version=policy.version,
        starts=date.fromordinal(policy.starts), text=text, calendar=calendar_document(policy.calendar), note=note,
    )  # fmt: skip
    add_step(shop_id, "proposed", by, at, proposal_id)
    return proposal_id


def add_step(shop_id: str, kind: str, by: str, at: Instant, proposal_id: str | None = None) -> None:
    """This function will keep that somebody did it, or raise `EndedAlready` where the proposal is settled."""
    ends = kind in ENDS
    try:
        with transaction.atomic():
            plain_sql.run(_ADD, shop_id, kind, proposal_id, ends, by, utc_of(at), shop_id)
    except IntegrityError as error:
        raise EndedAlready(proposal_id) from error


def proposals_of(shop_id: str) -> tuple[Proposal, ...]:
    """This function will return the shop's proposals, open ones first, then the latest; `MOST` of them."""
    return tuple(_proposal(row) for row in plain_sql.rows(_ALL, shop_id, MOST))


def proposal_with(shop_id: str, proposal_id: str) -> Proposal | None:
    """This function will return the proposal with that id, or nothing."""
    row = plain_sql.row(_ONE, shop_id, proposal_id, 1)
    return _proposal(row) if row else None


def proposed_text(shop_id: str, proposal_id: str) -> str:
    """This function will return what the file said, word for word."""
    return str(_row(shop_id, proposal_id)[0])


def published_text(shop_id: str, policy_hash: str) -> str | None:
    """This function will return the file of a version that the shop has, word for word; nothing where it has none."""
    row = plain_sql.row(_PUBLISHED, shop_id, policy_hash)
    return str(row[0]) if row else None


def proposed_policy(shop_id: str, proposal_id: str, *, anew: bool = False) -> Policy:
    """This function will return the proposed policy, as it was when it was proposed.

    Read `anew` it is held to all that a policy is held to today, or raises `PolicyInvalid`.
    """
    text, kept = _row(shop_id, proposal_id)
    calendar: Calendar = calendar_from(msgspec.json.decode(kept))
    return load_policy(text, lambda _: calendar, "policy.yaml", kept=not anew)


def count_open(shop_id: str) -> int:
    """This function will return how many proposals wait."""
    row = plain_sql.row(_COUNT_OPEN, shop_id)
    return int(row[0]) if row else 0


def last_rule(shop_id: str) -> Step | None:
    """This function will return what was last said about how many people it takes to publish."""
    row = plain_sql.row(_LAST, shop_id)
    return Step(row[0], row[1], instant_of(row[2])) if row else None


def takes_two(rule: Step | None) -> bool:
    """This function will say whether two people publish, by what was last said about it."""
    return rule is not None and rule.kind != "one_person"


def _row(shop_id: str, proposal_id: str) -> tuple[Any, ...]:
    row = plain_sql.row(_TEXT, shop_id, proposal_id)
    if row is None:
        raise KeyError(proposal_id)
    return row


def _proposal(row: tuple[Any, ...]) -> Proposal:
    found, policy_hash, version, starts, note, by, at, ended, ended_by, ended_at = row
    return Proposal(
        id=found, hash=policy_hash, version=version, starts=starts, note=note,
        proposed=Step("proposed", by, instant_of(at)),
        ended=Step(ended, ended_by, instant_of(ended_at)) if ended else None,
    )  # fmt: skip
