"""Reading law files: with the line of every fault, and as each country has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from amends.core.dates import zone_named
from amends.core.errors import AmendsError, PolicyInvalid, did_you_mean
from amends.core.facts import read_value
from amends.core.policy.conditions import FIRST
from amends.core.policy.faults import faults_in
from amends.core.policy.load import NO_CALENDAR, PolicyText, placed
from amends.core.policy.model import PolicyOf, ShopOf, Span, TermsOf
from amends.core.policy.normalise import normalise
from amends.core.policy.source import Path as Way
from amends.core.policy.source import Problem, Source, read_yaml
from amends.core.policy.tree import Article, Clause, Policy
from amends.core.vocabulary import VOCABULARY
from amends.core.withdrawal import COUNTRIES
from amends.laws.model import LawClauseOf, LawOf, OffenceOf

HERE: Final = Path(__file__).parent
FILES: Final = ("eu", "uk", "au", "us", "ca", "jp", "in")
# Which file to read for a country, so that an order reads one law and not all; the files say the same.
FILE_OF: Final = MappingProxyType({
    **dict.fromkeys(COUNTRIES, "eu"),
    "GB": "uk", "AU": "au", "US": "us", "CA": "ca", "JP": "jp", "IN": "in",
})  # fmt: skip
_NUMBER = re.compile(r"\$[a-z_]+(?: \+ \$[a-z_]+)*")
_IN_SENTENCE = re.compile(r"\{([a-z_]+)\}")
_ANY_SHOP: Final = ShopOf(id="any", name="Any shop", country="US", zone="UTC", currency="USD")


class ParameterMissing(AmendsError):
    """A law file names a parameter that it does not give."""

    code = "parameter_missing"
    way: Way = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A law file as it is written: its head read, what differs by country not yet filled in."""

    head: LawOf  # with the file's own parameters
    written: Mapping[str, Any]
    text: str  # word for word, as it was read; the file may be another by now

    def in_country(self, country: str) -> LawOf:
        """This function will return the law as it is in that country."""
        place = self.head.countries[country]
        return _read(self.written, {**self.head.parameters, **place.set})


@cache
def laws() -> tuple[Law, ...]:
    """This function will return every law that the product knows."""
    return tuple(_law(name) for name in FILES)


@cache
def _law(name: str) -> Law:
    return read_law((HERE / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def law_of(country: str) -> Law | None:
    """This function will return the law of that country (two letters), if there is one."""
    name = FILE_OF.get(country)
    return None if name is None else _law(name)


@cache
def written_in(country: str) -> LawOf:
    """This function will return the law of a country that has one, with the country's own numbers in it."""
    law = law_of(country)
    if law is None:
        raise KeyError(country)
    return law.in_country(country)


def read_law(text: str, file: str) -> Law:
    """This function will read a law file, or raise `PolicyInvalid` with every problem in the order of the file."""
    source = read_yaml(text, file)
    problems: list[Problem] = list(source.problems)
    data = source.data if isinstance(source.data, dict) else {}
    given = data.get("parameters")
    try:
        law = _read(data, given if isinstance(given, dict) else {})
    except ParameterMissing as error:
        raise _invalid([*problems, (error.way, error)], source, file) from error
    except ValidationError as error:
        raise _invalid([*problems, *faults_in(error, data)], source, file) from error
    problems += [*_faults(law), *policy_of(law.clauses, _ANY_SHOP)[1]]
    if problems:
        raise _invalid(problems, source, file)
    return Law(law, data, text)


def policy_of(clauses: Sequence[LawClauseOf], shop: ShopOf) -> tuple[Policy | None, list[Problem]]:
    """This function will return the clauses as a policy of the shop, each with its article, or what is wrong."""
    head = {"amends": 1, "version": "law", "starts": FIRST.isoformat()}
    spans = {"answers_within": Span(days=1), "post_within": Span(days=14)}
    written = PolicyOf.model_validate({**head, **spans, "shop": shop, "clauses": list(clauses)})
    return normalise(written, NO_CALENDAR, "")


def clauses_of(law: LawOf, chosen: Sequence[LawClauseOf], currency: str) -> tuple[Clause, ...]:
    """This function will return these clauses of the law as the engine reads them, amounts in that currency."""
    if not chosen:
        return ()
    policy, problems = policy_of(chosen, _ANY_SHOP.model_copy(update={"currency": currency}))
    if policy is None:
        raise PolicyInvalid(tuple(error for _, error in problems))
    articles = (Article(one.rule, one.article, law.sources[one.source], one.status) for one in chosen)
    return tuple(replace(clause, article=article) for clause, article in zip(policy.clauses, articles, strict=True))


def _invalid(problems: list[Problem], source: Source, file: str) -> PolicyInvalid:
    return PolicyInvalid(placed(problems, source, file))


def _read(data: Mapping[str, Any], parameters: Mapping[str, int]) -> LawOf:
    only = data.get("for")
    filled = _filled(data, parameters, ())
    if isinstance(only, dict) and isinstance(filled.get("clauses"), list):
        filled["clauses"] = [_about(clause, only) for clause in filled["clauses"]]
    return LawOf.model_validate(filled)


def _about(clause: Any, only: Mapping[str, Any]) -> Any:
    """An acceptance is about those alone whom the law protects; the other effects only matter beside one."""
    if not isinstance(clause, dict) or "accept" not in clause or not isinstance(clause.get("when", {}), dict):
        return clause
    return {**clause, "when": {**only, **clause.get("when", {})}}


def _filled(value: Any, parameters: Mapping[str, int], way: Way) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(one, parameters, (*way, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, parameters, (*way, place)) for place, one in enumerate(value)]
    if not isinstance(value, str):
        return value
    try:
        if _NUMBER.fullmatch(value):
            return sum(_parameter(name.removeprefix("$"), parameters) for name in value.split(" + "))
        return filled_in(value, parameters)
    except ParameterMissing as error:
        error.way = way
        raise


def filled_in(sentence: str, parameters: Mapping[str, int]) -> str:
    """This function will return the sentence with its numbers: `{liability_months} months`."""
    return _IN_SENTENCE.sub(lambda found: str(_parameter(found.group(1), parameters)), sentence)


def _parameter(name: str, parameters: Mapping[str, int]) -> int:
    if name not in parameters:
        hint = did_you_mean(name, parameters) or "Give it under `parameters`."
        raise ParameterMissing(f"there is no parameter `{name}`.", hint=hint)
    return parameters[name]


def _faults(law: LawOf) -> Iterator[Problem]:
    """What the shapes cannot say: names that must be known, zones that must exist."""
    for kind, said in (("clauses", law.clauses), ("duties", law.duties)):
        for place, one in enumerate(said):
            if one.source not in law.sources:
                what = f"there is no source `{one.source}`."
                yield (kind, place, "source"), PolicyText(what, hint=did_you_mean(one.source, law.sources))
    for place, duty in enumerate(law.duties):
        for spot, offence in enumerate(duty.offends):
            yield from _unknown_in(offence, ("duties", place, "offends", spot))
    for name, value in law.assumes.items():
        try:
            read_value(VOCABULARY.find(name), value, zone_named(_ANY_SHOP.zone), _ANY_SHOP.currency)
        except AmendsError as error:
            yield ("assumes", name), error
    for country, where in law.countries.items():
        for spot, zone in enumerate(where.zones):
            try:
                zone_named(zone)
            except AmendsError as error:
                yield ("countries", country, "zones", spot), error
        way: Way = ("countries", country, "set")
        for name in where.set.keys() - law.parameters.keys():
            yield (*way, name), PolicyText(f"there is no parameter `{name}`.", hint=did_you_mean(name, law.parameters))


def _unknown_in(offence: OffenceOf, way: Way) -> Iterator[Problem]:
    """Facts and terms that an offence names and nobody knows."""
    for part, names, known in (
        ("asks", offence.asks, VOCABULARY.facts), ("asks_not", offence.asks_not, VOCABULARY.facts),
        ("sets", offence.sets, TermsOf.model_fields),
    ):  # fmt: skip
        for place, name in enumerate(names):
            if name not in known:
                yield (*way, part, place), PolicyText(f"nothing is called `{name}`.", hint=did_you_mean(name, known))
