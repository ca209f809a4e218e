"""The shape of a law file: clauses in the language of policies with an article each, duties, and where it holds.

A clause decides. A duty is what no clause can decide: it forbids clauses of a policy, or is kept by the product itself.
What differs by country stands in `countries`; it is written `$name` in a clause, `{name}` in a sentence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from amends.core.policy.model import ClauseOf, Condition, Lane, Lanes, Remedies, Span
from amends.core.policy.words import Day, ListOf, Whole

Status = Literal["verified", "unverified"]
Rule = Annotated[str, Field(pattern=r"^[A-Z]{2,3}-[A-Z]{1,2}-[0-9]{2}$", examples=["EU-W-01"])]
OwnEffect = Literal["accept", "refuse", "require", "terms", "limit", "promise", "classify"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Said(BaseModel):
    """Where the law says it, how sure we are, and where and when it holds."""

    article: Annotated[str, Field(min_length=1, description="the provision")]
    source: Annotated[str, Field(description="one of the file's `sources`")]
    status: Annotated[Status, Field(description="what nobody has read never decides")]
    read: Annotated[str, Field(description="what was read, where it was not the official text")] = ""
    first_day: Annotated[Day | None, Field(alias="from", description="of contracts from this day")] = None
    last_day: Annotated[Day | None, Field(alias="to", description="of contracts up to this day")] = None
    regions: Annotated[list[str], ListOf(str), Field(description="in these alone; everywhere, unless it says")] = []


class LawClauseOf(_Said, ClauseOf):
    """A clause of a law; its rule is the first three parts of its id unless it says another."""

    named: Annotated[Rule | None, Field(alias="rule", description="the rule it belongs to")] = None

    @property
    def rule(self) -> str:
        """This property will hold the rule that the clause belongs to: `EU-W-07` for `EU-W-07-unsent`."""
        return self.named or "-".join(self.id.split("-")[:3])


class OffenceOf(_Part):
    """Clauses of a policy that give less than the duty asks: with one of these effects, and all that is said."""

    effects: Annotated[list[OwnEffect], ListOf(str), Field(min_length=1)]
    lanes: Lanes | None = None
    remedies: Remedies | None = None
    asks: Annotated[list[str], ListOf(str), Field(description="it asks one of these facts")] = []
    asks_not: Annotated[list[str], ListOf(str), Field(description="it asks none of these facts")] = []
    shorter_than: Annotated[Span | None, Field(description="its window is shorter")] = None
    sets: Annotated[list[str], ListOf(str), Field(description="it sets one of these terms")] = []
    says: Annotated[list[str], ListOf(str), Field(description="its sentence holds one of these words")] = []


class DutyOf(_Part, _Said):
    """What a law asks of the shop and no clause can decide."""

    rule: Rule
    says: Annotated[str, Field(min_length=1, max_length=2_000, description="what the law asks")]
    do: Annotated[str, Field(min_length=1, description="what to do, or how the product keeps it")]
    lane: Lane | None = None
    whole: Annotated[bool, Field(description="about the policy as a whole: told once, of no clause")] = False
    offends: Annotated[list[OffenceOf], Field(description="clauses of a policy that offend against it")] = []

    @property
    def says_as(self) -> str:
        """This property will hold under which name the file of another language has what the law asks."""
        return f"{self.rule}-duty"

    @property
    def do_as(self) -> str:
        """This property will hold under which name the file of another language has what to do."""
        return f"{self.rule}-do"


class PlaceOf(_Part):
    """One country: whose midnights end its days, and what its law says otherwise than the file's `parameters`."""

    zones: Annotated[list[str], ListOf(str), Field(min_length=1, description="IANA names")]
    set: Annotated[dict[str, Whole], Field(description="parameters that differ there")] = {}
    status: Annotated[Status, Field(description="of these parameters")] = "unverified"


class LawOf(_Part):
    """A law file."""

    law: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    name: Annotated[str, Field(min_length=1)]
    sources: Annotated[dict[str, str], Field(description="addresses by short names")]
    only: Annotated[Condition, Field(alias="for", description="whom every acceptance is about")] = {}
    assumes: Annotated[dict[str, Any], Field(description="what holds of facts that nobody has told")] = {}
    rolls: Annotated[bool, Field(strict=True, description="a last day that is no business day moves on")] = False
    parameters: dict[str, Whole] = {}
    countries: Annotated[dict[str, PlaceOf], Field(min_length=1)]
    clauses: list[LawClauseOf]
    duties: list[DutyOf] = []

    @property
    def counts_business_days(self) -> bool:
        """This property will say whether a promise of it is counted in business days, so that holidays matter."""
        return any(one.promise is not None and one.promise.within.business_days is not None for one in self.clauses)
