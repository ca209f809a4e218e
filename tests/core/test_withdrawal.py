"""The right to withdraw: whose it is, and its words."""

from __future__ import annotations

import pytest

from amends.core.withdrawal import COUNTRIES, LABELS, WORDED, labels_in, statement_in
from amends.languages import codes
from amends.usecases.read_policy import calendar_for

EXACT = {
    "en": ("withdraw from contract here", "confirm withdrawal"),
    "de": ("Vertrag widerrufen", "Widerruf bestätigen"),
    "fr": ("renoncer au contrat ici", "confirmer la rétractation"),
    "it": ("recedere dal contratto qui", "conferma recesso"),
    "nl": ("Hier de overeenkomst ontbinden", "Ontbinding bevestigen"),
    "es": ("desistir del contrato aquí", "confirmar desistimiento"),
}


def test_point_3_the_words_of_the_buttons_are_those_of_the_law() -> None:
    """Data of their own, in six languages, whatever languages the pages are in."""
    assert {code: (one.function, one.confirm) for code, one in LABELS.items()} == EXACT
    assert set(codes()) <= LABELS.keys()
    assert (labels_in("de-AT").function, labels_in("pl", "it-CH").language) == ("Vertrag widerrufen", "it")
    assert labels_in("pl") == labels_in() == LABELS["en"]
    assert LABELS["it"].version == f"it {WORDED}"


@pytest.mark.parametrize("code", sorted(LABELS))
def test_point_4_a_statement_names_the_order_the_goods_and_who_says_so_where_they_do(code: str) -> None:
    whole = statement_in(LABELS[code], "WR-1", ["1 × Ring", "2 × Hoop"], "Ann", "a@b.example")
    assert all(part in whole for part in ("WR-1", "1 × Ring", "2 × Hoop", "Ann", "a@b.example"))
    assert len(statement_in(LABELS[code], "WR-1", ["1 × Ring"]).splitlines()) == 2
    assert "{at}" in LABELS[code].reached


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_the_holidays_of_every_country_are_known(country: str) -> None:
    assert calendar_for(country).holidays
