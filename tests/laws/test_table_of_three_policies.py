"""The table of the three example policies against the laws, cell by cell: what gives less is told, and nothing else is.

A cell names the clauses of our shop that keep the table's clause. `LESS` and `COND` cells have their rule found with at
least that weight; of an `OK` cell nothing is found that weighs as an error.
"""

from __future__ import annotations

import pytest
from tests.laws.test_below_the_law import found_in, rules

EU, UK, AU = "DE", "GB", "AU"
FINAL = ("A5-final-sale", "A5-gift-with-purchase", "A5-surprise-set", "A5-sample-sale")
ERROR, WARNING, NOTE = ("error",), ("error", "warning"), ("error", "warning", "note")
# The cell: shop, clauses, country, the rules that each of the clauses has to be told with, and at which weights.
LESS = {
    "A1 30 days from purchase, EU": ("piercing", ("A1-window",), EU, {"EU-W-01"}, ERROR),
    "A1 30 days from purchase, UK": ("piercing", ("A1-window",), UK, {"UK-W-01"}, ERROR),
    "A5 final sale, EU": ("piercing", FINAL, EU, {"EU-W-15"}, ERROR),
    "A5 final sale, UK": ("piercing", FINAL, UK, {"UK-W-08"}, ERROR),
    "A5 final sale as a wording, AU": ("piercing", FINAL, AU, {"AU-I-01"}, WARNING),
    "B1 35 days from shipping, EU": ("silver", ("B1-window",), EU, {"EU-W-01"}, ERROR),
    "B1 35 days from shipping, UK": ("silver", ("B1-window",), UK, {"UK-W-01"}, ERROR),
    "B3 customer pays return shipping, untold, EU": ("silver", ("B3-postage",), EU, {"EU-W-12"}, NOTE),
    "B3 customer pays return shipping, untold, UK": ("silver", ("B3-postage",), UK, {"UK-W-07"}, NOTE),
    "B5 earrings excluded, EU": ("silver", ("B5-hygiene",), EU, {"EU-W-15", "EU-W-17"}, ERROR),
    "B5 earrings excluded, UK": ("silver", ("B5-hygiene",), UK, {"UK-W-08"}, ERROR),
    "B14 discounted excluded, EU": ("silver", ("B14-discounted",), EU, {"EU-W-15"}, ERROR),
    "B14 discounted excluded, UK": ("silver", ("B14-discounted",), UK, {"UK-W-08"}, ERROR),
    "B1 except defects for 35 days, EU": ("silver", ("B1-window",), EU, {"EU-C-01"}, ERROR),
    "B1 except defects for 35 days, UK": ("silver", ("B1-window",), UK, {"UK-C-03"}, ERROR),
    "B1 except defects for 35 days, the years, UK": ("silver", ("B1-window",), UK, {"UK-C-06"}, NOTE),
    "B1 except defects for 35 days, AU": ("silver", ("B1-window",), AU, {"AU-C-07"}, WARNING),
    "B4 fees not refunded, EU": ("silver", ("B4-shipping-kept",), EU, {"EU-W-08"}, ERROR),
    "B11 fees not refunded, EU": ("silver", ("B11-free-shipping",), EU, {"EU-W-14"}, ERROR),
    "B4 fees not refunded, UK": ("silver", ("B4-shipping-kept", "B11-free-shipping"), UK, {"UK-W-04"}, ERROR),
    "B each fee named beforehand, US": ("silver", ("",), "US-NY", {"US-NY-02"}, NOTE),
    "C2 no refund after production starts, EU": ("bespoke", ("C2-begun",), EU, {"EU-W-01", "EU-W-16"}, ERROR),
    "C1 cancelled within a day alone, EU": ("bespoke", ("C1-first-day",), EU, {"EU-W-07"}, ERROR),
    "C2 no refund after production starts, UK": ("bespoke", ("C1-first-day", "C2-begun"), UK, {"UK-W-01"}, ERROR),
    "C5 pre-set options, EU": ("bespoke", ("C5-your-choice",), EU, {"EU-W-01"}, ERROR),
    "C3 reported within 48 hours, EU": ("bespoke", ("C3-report",), EU, {"EU-C-01", "EU-C-04"}, ERROR),
    "C3 reported within 48 hours, UK": ("bespoke", ("C3-report",), UK, {"UK-C-02", "UK-C-03"}, ERROR),
    "C3 reported within 48 hours, AU": ("bespoke", ("C3-report",), AU, {"AU-C-07"}, WARNING),
    "C4 slight scratches, EU": ("bespoke", ("C4-small-things",), EU, {"EU-W-01"}, ERROR),
    "C4 slight scratches, UK": ("bespoke", ("C4-small-things",), UK, {"UK-C-01"}, ERROR),
    "C4 slight scratches, AU": ("bespoke", ("C4-small-things",), AU, {"AU-C-02"}, WARNING),
    "C13 one year for faults, EU": ("bespoke", ("C18-repair",), EU, {"EU-C-01"}, WARNING),
    "C13 one year for faults, UK": ("bespoke", ("C18-repair",), UK, {"UK-C-03"}, WARNING),
    "C13 one year for faults, AU": ("bespoke", ("C18-repair",), AU, {"AU-C-07"}, WARNING),
    "C16 customer pays shipping under warranty, EU": ("bespoke", ("C16-shipping",), EU, {"EU-C-06"}, ERROR),
    "C16 customer pays shipping under warranty, UK": ("bespoke", ("C16-shipping",), UK, {"UK-C-03"}, ERROR),
    "C16 customer pays shipping under warranty, AU": ("bespoke", ("C16-shipping",), AU, {"AU-C-06"}, WARNING),
    "C shown before the purchase, US": ("bespoke", ("",), "US-CA", {"US-CA-03"}, NOTE),
}
OK = {
    "A1 30 days from purchase, AU": ("piercing", ("A1-window",), (AU,)),
    "A2 free returns": ("piercing", ("A2-free", "A6-label"), (EU, UK, AU)),
    "A5 final sale, a change of mind, AU": ("piercing", FINAL, (AU,)),
    "B1 35 days from shipping, AU": ("silver", ("B1-window",), (AU,)),
    "B3 customer pays return shipping, told": ("silver", ("B3-postage",), (EU, UK, AU)),
    "B4 faults cost nothing": ("silver", ("B4-shipping-for-faults",), (EU, UK, AU)),
    "B5 earrings excluded, AU": ("silver", ("B5-hygiene",), (AU,)),
    "B6 personalised excluded": ("silver", ("B6-made-for-you",), (EU, UK, AU)),
    "B7 gift cards": ("silver", ("B7-gift-cards",), (EU, UK, AU)),
    "B14 discounted excluded, AU": ("silver", ("B14-discounted",), (AU,)),
    "B4 fees not refunded on a change of mind, AU": ("silver", ("B4-shipping-kept", "B11-free-shipping"), (AU,)),
    "C2 no refund after production starts, AU": ("bespoke", ("C1-first-day", "C2-begun", "C5-your-choice"), (AU,)),
    "C6 a wrong address given by the customer": ("bespoke", ("C6-wrong-address", "C6-another-address"), (EU, UK, AU)),
    "C7 customs not cleared by the customer": ("bespoke", ("C7-not-cleared", "C7-looked-at"), (EU, UK, AU)),
    "C8 our mistake costs nothing": ("bespoke", ("C8-our-mistake", "C8-costs-you-nothing"), (EU, UK, AU)),
    "C9 sent elsewhere, C10 lost": ("bespoke", ("C9-sent-elsewhere", "C10-lost"), (EU, UK, AU)),
    "C11 handed over as the carrier proves": ("bespoke", ("C11-handed-over",), (EU, UK, AU)),
    "C13 the warranty beside the law": ("bespoke", ("C13-warranty", "C14-our-work"), (EU, UK, AU)),
}


@pytest.mark.parametrize("cell", LESS)
def test_what_gives_less_is_told(cell: str) -> None:
    shop, clauses, place, wanted, weights = LESS[cell]
    told = rules(found_in(shop, place), *weights)
    for one in clauses:
        assert wanted <= told.get(one, set()), one


@pytest.mark.parametrize("cell", OK)
def test_what_is_lawful_is_no_error(cell: str) -> None:
    shop, clauses, places = OK[cell]
    for place in places:
        told = rules(found_in(shop, place), "error")
        assert told.keys().isdisjoint(clauses), place
