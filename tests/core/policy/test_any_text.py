"""Law: whatever a file holds, reading it gives a policy or `PolicyInvalid`, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.policy.policies import CALENDAR, GOOD

from amends.core.errors import PolicyInvalid
from amends.core.policy.load import load_policy
from amends.core.policy.model import EFFECTS
from amends.core.policy.source import read_yaml
from amends.core.policy.tree import Policy
from amends.core.vocabulary import VOCABULARY

DATA = read_yaml(GOOD, "good").data
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        ["all", "no", "not_yet", "happened", "refund", "fault", "asked", "order", "", "9" * 5000, "1900-01-01"]
    ),
    st.sampled_from(["9999-12-31", "0000-00-00", "40.00 EUR", "1e9", "\x85", "item.price", *EFFECTS]),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6),
    st.text(max_size=8),
)
KEYS = st.one_of(
    st.sampled_from([*VOCABULARY.facts, *EFFECTS, "within", "of", "is", "any", "over", "from", "fact"]),
    st.text(max_size=6),
)
SPLICES = st.sampled_from(
    [" " + "9" * 5000, "&a ", "*a", "!!int x", "\t", "? ", "[" * 50, ": ", "{", "<<: ", "\n---\n", "- "]
)
NODES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


def read(text: str) -> None:
    """This function will read the text, and fail on anything but a policy or its problems."""
    found: Policy | PolicyInvalid
    try:
        found = load_policy(text, CALENDAR)
    except PolicyInvalid as error:
        found = error
    if isinstance(found, PolicyInvalid):
        assert found.problems
        assert all(problem.what and problem.place.file for problem in found.problems)
        lines = [problem.place.line for problem in found.problems]
        assert lines == sorted(lines)
        assert str(found)


@QUICK
@given(st.text())
def test_any_text(text: str) -> None:
    read(text)


@QUICK
@given(st.binary())
def test_any_bytes_that_some_editor_may_have_saved(content: bytes) -> None:
    read(content.decode("latin-1"))


@QUICK
@given(st.data())
def test_any_cut_and_splice_of_a_good_file(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, len(GOOD)))
    read(GOOD[:start] + data.draw(st.text(max_size=10) | SPLICES) + GOOD[end:])


@settings(QUICK, max_examples=600)
@given(st.data())
def test_any_mutation_of_a_good_policy(data: st.DataObject) -> None:
    mutated: Any = DATA
    for _ in range(data.draw(st.sampled_from([1, 1, 1, 2, 3]))):
        path = data.draw(st.sampled_from(list(paths(mutated))))
        deed = data.draw(st.sampled_from(["replace", "delete", "double", "rename", "swap"]))
        other = list(paths(mutated))
        taken = at(mutated, data.draw(st.sampled_from(other))) if deed == "swap" else None
        new = data.draw(NODES) if deed == "replace" else taken
        mutated = altered(mutated, path, deed, new, data.draw(KEYS))
    read(yaml.dump(mutated, Dumper=Plain, sort_keys=False, allow_unicode=True))


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """This function will return the way to every part of the data but the whole."""
    if path:
        yield path
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in parts:
        yield from paths(value, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    """This function will return what lies at the path."""
    for part in path:
        node = node[part]
    return node


def altered(node: Any, path: tuple[Any, ...], deed: str, new: Any, name: str) -> Any:
    """This function will return the data with one thing done to the part at the path."""
    key, rest = path[0], path[1:]
    copy: Any = dict(node) if isinstance(node, dict) else list(node)
    if rest:
        copy[key] = altered(node[key], rest, deed, new, name)
    elif deed == "delete":
        del copy[key]
        return copy or {}
    elif deed == "double" and isinstance(copy, list):
        copy.append(copy[key])
    elif deed in ("double", "rename") and isinstance(copy, dict):
        copy[name] = copy[key] if deed == "double" else copy.pop(key)
    else:
        copy[key] = new
    return copy


class Plain(yaml.SafeDumper):
    """Writes exact decimals as plain numbers, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Plain.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value)))


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ufeff"])
@pytest.mark.parametrize("found", ["Sending back", "Was it ever worn?", "which metal", "brooch-pin", "name: Test"])
def test_what_nobody_sees_is_a_problem_wherever_it_stands_and_is_shown_to_nobody(hidden: str, found: str) -> None:
    text = GOOD.replace("[earring, stud]", "[earring, brooch-pin]")
    assert found in text
    value = found.removeprefix("name: ")
    escaped = json.dumps(f"{value[:3]}{hidden}{value[3:]}")
    with pytest.raises(PolicyInvalid) as raised:
        load_policy(text.replace(found, f"name: {escaped}" if found != value else escaped, 1), CALENDAR)
    told = str(raised.value)
    assert f"U+{ord(hidden):04X}" in told
    assert hidden not in told


def test_lines_and_tabs_are_seen() -> None:
    policy = load_policy(GOOD.replace("says: Unworn, please.", 'says: "Unworn,\\n\\tplease."'), CALENDAR)
    assert policy.clause("unworn").says.split() == ["Unworn,", "please."]
