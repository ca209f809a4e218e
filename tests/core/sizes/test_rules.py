"""A shop's file of sizes is read strictly, and what does not go together with its catalogue is found."""

from __future__ import annotations

import pytest

from amends.core.sizes.findings import findings
from amends.core.sizes.rules import RulesInvalid, read_rules
from amends.examples import catalogue
from amends.examples.sizing import sizing

GOOD = """\
measures:
  post: {option: post, styles: [flat_back_threaded], tight: 1.5, loose: 1.5}
  ring: {option: size, categories: [ring], system: us, tight: 0.4, loose: 0.4}
places:
  helix: {post: [5, 6.5, 8], gauges: [18, 16], heals_weeks: 26}
"""
SHOPS = ("piercing", "silver", "bespoke")


@pytest.mark.parametrize("shop", SHOPS)
def test_a16_the_example_shops_sizes_go_together_with_their_catalogues(shop: str) -> None:
    assert not findings(sizing(shop), catalogue(shop))


@pytest.mark.parametrize("shop", SHOPS)
def test_a16_every_ring_that_is_sold_by_number_has_a_size(shop: str) -> None:
    rules = sizing(shop)
    unread = [
        one.id
        for one in catalogue(shop)
        if (measure := rules.measure_of(one)) and any(rules.measures[measure].size_of(v) is None for v in one.variants)
    ]
    assert unread == (["open-reed-ring"] if shop == "silver" else [])  # it bends to small and medium


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "hint"),
    [
        ("helix:", "helx:", 5, "`helx` is no place", "Did you mean `helix`?"),
        ("system: us", "system: america", 3, "`america` cannot stand here", "us"),
        ("system: us, ", "", 3, "`system` is missing", "system: us"),
        ("[5, 6.5, 8]", "[8, 6.5, 5]", 5, "not in order", "Least"),
        ("[5, 6.5, 8]", "[5, 8]", 5, "takes three sizes", "usual"),
        ("[18, 16]", "[18, 17]", 5, "`17` is no gauge", "Known are 22"),
        ("option: post", "optoin: post", 2, "`option` is missing", "docs/sizes.md"),
        ("post: [5", "hoop: [5", 5, "`hoop` is not among the measures", "Add it"),
        ("tight: 1.5", "tight: wide", 2, "`wide` is not right for `tight`", ""),
        ("tight: 1.5", "tight: 1.5, tight: 2", 2, "written twice", "Keep one"),
        ("post: {option", "post: [option", 2, "no readable YAML", "bracket"),
        ("styles: [flat_back_threaded]", "styles: [flat_back_threaded], system: us", 2, "only rings", "mm"),
    ],
)
def test_each_fault_is_told_with_its_line_and_what_to_do(old: str, new: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(RulesInvalid) as caught:
        read_rules(GOOD.replace(old, new, 1))
    told = [one for one in caught.value.problems if what in one.what]
    assert told, str(caught.value)
    assert told[0].place.line == line
    assert hint in told[0].hint


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(RulesInvalid) as caught:
        read_rules(GOOD.replace("helix", "helx").replace("[5, 6.5, 8]", "[8, 6.5, 5]"))
    assert [one.place.line for one in caught.value.problems] == [5, 5]


@pytest.mark.parametrize("text", ["", "[]", "measures: {}", "x: 1", "measures: 3"])
def test_what_is_no_file_of_sizes_is_said_so(text: str) -> None:
    with pytest.raises(RulesInvalid):
        read_rules(text)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("option: post", "option: length_of_post", "measure_unused"),
        ("flat_back_threaded]", "flat_back_thraeded, flat_back_threaded]", "style_unknown"),
        ("[5, 6.5, 8]", "[20, 22, 24]", "place_without_product"),
        ("[18, 16]", "[8]", "place_without_product"),
    ],
)
def test_what_does_not_go_together_with_the_catalogue_is_found(old: str, new: str, code: str) -> None:
    text = GOOD.replace("  ring: {option: size, categories: [ring], system: us, tight: 0.4, loose: 0.4}\n", "")
    assert not findings(read_rules(text), catalogue("piercing"))
    found = findings(read_rules(text.replace(old, new, 1)), catalogue("piercing"))
    assert code in [one.code for one in found]
    assert all(one.place.line and one.hint for one in found)
