"""Dates, amounts, lengths of time and conditions in plain words, in the language that is handed in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from amends.core.dates import FIRST_DAY, LAST_DAY, Deadline, Instant, datetime_of
from amends.core.engine.language import Words
from amends.core.facts import Kind
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OtherFact, Policy, Test, Window

Parts = list[str]
OPPOSITE = {"over": "at_most", "at_least": "under", "under": "at_least", "at_most": "over"}


def day_in_words(day: int, words: Words) -> str:
    """This function will write a day (ordinal) as `Friday 14 April 2023`."""
    return words.formats.day(date.fromordinal(day))


def moment_in_words(instant: Instant, policy: Policy, words: Words, *, exact: bool = True) -> str:
    """This function will write an instant in the shop's zone as `Friday 14 April 2023, 16:30`, or only its day."""
    found = datetime_of(instant, policy.shop.zone)
    return words.formats.moment(found) if exact else words.formats.day(found)


def deadline_in_words(deadline: Deadline, policy: Policy, words: Words) -> str:
    """This function will write a deadline: the day where it is counted in days, else with the time."""
    if deadline.last_day is not None:
        return day_in_words(deadline.last_day, words)
    return moment_in_words(deadline.closes_at, policy, words)


def instant_in_figures(deadline: Deadline, policy: Policy) -> str:
    """This function will write the last instant of a deadline as ISO 8601 in the shop's zone."""
    return datetime_of(deadline.closes_at, policy.shop.zone).isoformat()


def amount_in_words(minor: int, policy: Policy, words: Words) -> str:
    """This function will write an amount as the language does."""
    return words.formats.amount(minor, policy.shop.currency)


def number_in_words(number: Decimal, words: Words) -> str:
    """This function will write an exact number without needless zeros."""
    return words.formats.number(number)


def span_in_words(window: Window, words: Words) -> str:
    """This function will write a length of time: `14 days`, `1 hour`."""
    one, many = words.units[window.unit.value]
    return f"{window.amount} {one if window.amount == 1 else many}"


def times_in_words(count: int, words: Words) -> str:
    """This function will write how often something happened."""
    return words.times.get(count) or words.many_times.format(count=count)


def label_of(name: str, policy: Policy, words: Words) -> str:
    """This function will return what a fact is called in a sentence."""
    return words.labels.get(name) or policy.vocabulary.find(name).about


def moment_of(name: str, policy: Policy, words: Words, *, happened: bool = True) -> str:
    """This function will say that something happened, or that it has not."""
    known = words.moments.get(name)
    if known is not None:
        return known[0] if happened else known[1]
    return f"{policy.vocabulary.find(name).about}: {words.say('yes' if happened else 'no')}"


def moments_of(name: str, policy: Policy, words: Words) -> dict[str, str]:
    """This function will return a moment as sentences may take it: as something that happened, and as a noun."""
    known = words.moments.get(name)
    noun = known[2] if known is not None else policy.vocabulary.find(name).about
    return {"moment": moment_of(name, policy, words), "noun": noun}


def value_in_words(name: str, value: Any, policy: Policy, words: Words) -> str:
    """This function will write the value of a fact."""
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, Decimal):
        return number_in_words(value, words)
    if policy.vocabulary.find(name).kind is Kind.MONEY:
        return amount_in_words(value, policy, words)
    if name == "claim.reason":
        return words.say("quoted", text=words.reasons.get(value) or named(value, words))
    return words.names.get(f"{name}.{value}") or named(value, words)


def named(value: object, words: Words) -> str:
    """This function will write a value of policies - a style, a mark, a counter - in the words of the language."""
    return words.names.get(str(value)) or plain(value)


def plain(word: object) -> str:
    """This function will write an identifier as words."""
    return str(word).replace("_", " ")


def parts_of(condition: Condition, policy: Policy, words: Words, *, so: bool = True) -> Parts:
    """This function will say what must be so (or must not be so): parts that hold together."""
    match condition:
        case Test():
            return [_test(condition, policy, words, so=so)]
        case Not(part):
            return parts_of(part, policy, words, so=not so)
        case AllOf(parts) | AnyOf(parts):
            each = [parts_of(part, policy, words, so=so) for part in parts]
            if isinstance(condition, AllOf) is so:
                return list(dict.fromkeys(text for texts in each for text in texts))
            choices = dict.fromkeys(words.say("and").join(texts) for texts in each if texts)
            return [words.say("or").join(choices)] if choices else []


def _test(test: Test, policy: Policy, words: Words, *, so: bool) -> str:
    match test.op:
        case Op.IS if isinstance(test.value[0], bool) and len(test.value) == 1:
            return _flag(test.fact, test.value[0] is so, policy, words)
        case Op.IS:
            values = words.say("or").join(value_in_words(test.fact, value, policy, words) for value in test.value)
            return words.say("one_of" if so else "none_of", label=label_of(test.fact, policy, words), values=values)
        case Op.HAS:
            marks = words.say("or").join(named(value, words) for value in test.value)
            return words.say("has" if so else "has_not", values=marks)
        case Op.HAPPENED:
            return moment_of(test.fact, policy, words, happened=so)
        case Op.WITHIN:
            moment = moments_of(test.fact, policy, words)
            return words.say("within" if so else "not_within", span=span_in_words(test.value, words), **moment)
        case Op.DAYS:
            return _days(test, policy, words, so=so)
        case Op.SEASON:
            return words.say("season" if so else "no_season")
    return _compared(test, policy, words, so=so)


def _days(test: Test, policy: Policy, words: Words, *, so: bool) -> str:
    """An end that the policy leaves open is not said."""
    first, last = test.value
    sentence = "from_on" if last == LAST_DAY else "up_to" if first == FIRST_DAY else "from_to"
    days = {"first": day_in_words(first, words), "last": day_in_words(last, words)}
    return words.say(sentence if so else f"not_{sentence}", moment=moment_of(test.fact, policy, words), **days)


def _flag(name: str, so: bool, policy: Policy, words: Words) -> str:
    known = words.flags.get(name)
    if known is not None:
        return known[0] if so else known[1]
    return f"{policy.vocabulary.find(name).about}: {words.say('yes' if so else 'no')}"


def _compared(test: Test, policy: Policy, words: Words, *, so: bool) -> str:
    if test.fact.startswith("used.") and isinstance(test.value, int):
        return _uses(test.fact, test.value, words, so=so)
    word = test.op.value if so else OPPOSITE[test.op.value]
    value = (
        label_of(test.value.name, policy, words)
        if isinstance(test.value, OtherFact)
        else value_in_words(test.fact, test.value, policy, words)
    )
    return words.say(word, label=label_of(test.fact, policy, words), value=value)


def _uses(counter: str, times: int, words: Words, *, so: bool) -> str:
    _, per, what = counter.split(".")
    sentence = ("first_use" if times == 1 else "fewer_uses") if so else "used_up"
    return words.say(sentence, per=words.say(f"per_{per}"), what=named(what, words), times=times_in_words(times, words))
