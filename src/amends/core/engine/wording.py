"""Dates, amounts, lengths of time and conditions in plain words; `words` holds the tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from amends.core.dates import FIRST_DAY, LAST_DAY, Deadline, Instant, datetime_of
from amends.core.engine import words
from amends.core.facts import Kind
from amends.core.money import format_amount
from amends.core.policy.tree import AllOf, AnyOf, Condition, Not, Op, OtherFact, Policy, Test, Window

Parts = list[str]
OPPOSITE = {"over": "at_most", "at_least": "under", "under": "at_least", "at_most": "over"}


def say(sentence: str, **places: object) -> str:
    """This function will return one of the sentences with its places filled in."""
    return words.SENTENCES[sentence].format(**places)


def day_in_words(day: int) -> str:
    """This function will write a day (ordinal) as `Friday 14 April 2023`."""
    found = date.fromordinal(day)
    names = {"weekday": words.WEEKDAYS[found.weekday()], "month": words.MONTHS[found.month - 1]}
    return words.DATE.format(day=found.day, year=found.year, **names)


def moment_in_words(instant: Instant, policy: Policy, *, exact: bool = True) -> str:
    """This function will write an instant in the shop's zone as `Friday 14 April 2023, 16:30`, or only its day."""
    found = datetime_of(instant, policy.shop.zone)
    if not exact:
        return day_in_words(found.toordinal())
    names = {"weekday": words.WEEKDAYS[found.weekday()], "month": words.MONTHS[found.month - 1]}
    return words.DATE_AND_TIME.format(day=found.day, year=found.year, hour=found.hour, minute=found.minute, **names)


def deadline_in_words(deadline: Deadline, policy: Policy) -> str:
    """This function will write a deadline: the day where it is counted in days, else with the time."""
    if deadline.last_day is not None:
        return day_in_words(deadline.last_day)
    return moment_in_words(deadline.closes_at, policy)


def instant_in_figures(deadline: Deadline, policy: Policy) -> str:
    """This function will write the last instant of a deadline as ISO 8601 in the shop's zone."""
    return datetime_of(deadline.closes_at, policy.shop.zone).isoformat()


def amount_in_words(minor: int, policy: Policy) -> str:
    """This function will write an amount with the sign of its currency, or its code where there is no sign."""
    currency = policy.shop.currency
    text = format_amount(abs(minor), currency)
    minus = "-" if minor < 0 else ""
    sign = words.SIGNS.get(currency)
    return f"{minus}{sign}{text}" if sign else f"{minus}{text} {currency}"


def number_in_words(number: Decimal) -> str:
    """This function will write an exact number without needless zeros."""
    return f"{number.normalize():f}"


def span_in_words(window: Window) -> str:
    """This function will write a length of time: `14 days`, `1 hour`."""
    one, many = words.UNITS[window.unit.value]
    return f"{window.amount} {one if window.amount == 1 else many}"


def times_in_words(count: int) -> str:
    """This function will write how often something happened."""
    return words.TIMES.get(count) or words.MANY_TIMES.format(count=count)


def label_of(name: str, policy: Policy) -> str:
    """This function will return what a fact is called in a sentence."""
    return words.LABELS.get(name) or policy.vocabulary.find(name).about


def moment_of(name: str, policy: Policy, *, happened: bool = True) -> str:
    """This function will say that something happened, or that it has not."""
    known = words.MOMENTS.get(name)
    if known is not None:
        return known[0] if happened else known[1]
    return f"{policy.vocabulary.find(name).about}: {say('yes' if happened else 'no')}"


def value_in_words(name: str, value: Any, policy: Policy) -> str:
    """This function will write the value of a fact."""
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, Decimal):
        return number_in_words(value)
    if policy.vocabulary.find(name).kind is Kind.MONEY:
        return amount_in_words(value, policy)
    if name == "claim.reason":
        return f"“{words.REASONS.get(value, plain(value))}”"
    return plain(value)


def plain(word: object) -> str:
    """This function will write an identifier as words."""
    return str(word).replace("_", " ")


def parts_of(condition: Condition, policy: Policy, *, so: bool = True) -> Parts:
    """This function will say what must be so (or must not be so): parts that hold together."""
    match condition:
        case Test():
            return [_test(condition, policy, so=so)]
        case Not(part):
            return parts_of(part, policy, so=not so)
        case AllOf(parts) | AnyOf(parts):
            each = [parts_of(part, policy, so=so) for part in parts]
            if isinstance(condition, AllOf) is so:
                return list(dict.fromkeys(text for texts in each for text in texts))
            choices = dict.fromkeys(say("and").join(texts) for texts in each if texts)
            return [say("or").join(choices)] if choices else []


def _test(test: Test, policy: Policy, *, so: bool) -> str:
    match test.op:
        case Op.IS if isinstance(test.value[0], bool) and len(test.value) == 1:
            return _flag(test.fact, test.value[0] is so, policy)
        case Op.IS:
            values = say("or").join(value_in_words(test.fact, value, policy) for value in test.value)
            return say("one_of" if so else "none_of", label=label_of(test.fact, policy), values=values)
        case Op.HAS:
            return say("has" if so else "has_not", values=say("or").join(plain(value) for value in test.value))
        case Op.HAPPENED:
            return moment_of(test.fact, policy, happened=so)
        case Op.WITHIN:
            moment = moment_of(test.fact, policy)
            return say("within" if so else "not_within", span=span_in_words(test.value), moment=moment)
        case Op.DAYS:
            return _days(test, policy, so=so)
        case Op.SEASON:
            return say("season" if so else "no_season")
    return _compared(test, policy, so=so)


def _days(test: Test, policy: Policy, *, so: bool) -> str:
    """An end that the policy leaves open is not said."""
    first, last = test.value
    sentence = "from_on" if last == LAST_DAY else "up_to" if first == FIRST_DAY else "from_to"
    days = {"first": day_in_words(first), "last": day_in_words(last)}
    return say(sentence if so else f"not_{sentence}", moment=moment_of(test.fact, policy), **days)


def _flag(name: str, so: bool, policy: Policy) -> str:
    known = words.FLAGS.get(name)
    if known is not None:
        return known[0] if so else known[1]
    return f"{policy.vocabulary.find(name).about}: {say('yes' if so else 'no')}"


def _compared(test: Test, policy: Policy, *, so: bool) -> str:
    if test.fact.startswith("used.") and isinstance(test.value, int):
        return _uses(test.fact, test.value, so=so)
    word = test.op.value if so else OPPOSITE[test.op.value]
    value = (
        label_of(test.value.name, policy)
        if isinstance(test.value, OtherFact)
        else value_in_words(test.fact, test.value, policy)
    )
    return say(word, label=label_of(test.fact, policy), value=value)


def _uses(counter: str, times: int, *, so: bool) -> str:
    _, per, what = counter.split(".")
    sentence = ("first_use" if times == 1 else "fewer_uses") if so else "used_up"
    return say(sentence, per=say(f"per_{per}"), what=plain(what), times=times_in_words(times))
