"""Every mail of the collection, through the whole desk: nobody else's case is touched, and none is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.console.opening import opened
from tests.sample_shops import add, order, shop
from tests.usecases.mail.post import SECRET, desk, kept, taken

from amends.core.mail.addresses import token_of
from amends.records import models
from amends.records.case_file import messages_of
from amends.records.cases import CaseRow, case_numbered, cases_of
from amends.usecases.list_mail import list_mail

CORPUS = sorted((Path(__file__).parents[2] / "integrations" / "mail" / "corpus").glob("*.eml"))
NUMBER, TOKEN = "R-7K3PX2", "k3yk3yk3yk3yk3yk"  # of the collection
pytestmark = pytest.mark.usefixtures("shops")
INTO_THE_CASE = {
    "01-gmail-reply", "02-gmail-wrapped-attribution", "05-apple-mail", "12-capitals-lost-on-the-way",
    "14-known-token-from-another-address", "17-case-number-by-its-owner",
}  # fmt: skip
STRANGERS = {"15-wrong-token", "16-thread-from-a-stranger", "18-case-number-by-a-stranger", "51-lookalike"}
MACHINES = {
    "34-out-of-office-english", "35-out-of-office-german", "36-out-of-office-french", "37-out-of-office-turkish",
    "38-mailing-list", "39-bounce", "40-delayed", "44-our-own-came-back", "45-loop-by-mark", "46-loop-by-hops",
}  # fmt: skip


@pytest.fixture
def anna() -> CaseRow:
    """Anna's order with a case that is open, and another order without one."""
    mine = replace(order("silver", "WR-1001"), email="anna@customers.example", customer_name="Anna Lund")
    add("silver", replace(mine, number="WR-1041"))
    add("silver", replace(mine, number="WR-1042"))
    return opened("WR-1041", "L1.P1")


def of(path: Path, case: CaseRow) -> bytes:
    """This function will return the mail as it would have been about this case."""
    token = token_of(SECRET, "silver", case.number)
    text = path.read_bytes()
    for old, new in ((NUMBER, case.number), (NUMBER.lower(), case.number.lower()), (TOKEN, token)):
        text = text.replace(old.encode(), new.encode())
    return text


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_each_goes_where_it_belongs(path: Path, anna: CaseRow) -> None:
    one = taken(of(path, anna))
    row = kept(one)
    assert bytes(models.MailIn.objects.get(id=one.mail_id).raw) == of(path, anna)
    waits = bool(list_mail(shop("silver"), 0))
    assert waits is one.waits is (row.state == "open")
    if path.stem in INTO_THE_CASE:
        assert one.case_number == anna.number
        assert len(messages_of("silver", anna.number)) == 1
    if path.stem in STRANGERS:
        assert one.waits
    if path.stem in MACHINES:
        assert not one.waits
    if path.stem in STRANGERS | MACHINES:
        assert case_numbered("silver", anna.number) == anna
        assert cases_of("silver", "WR-1042") == ()
    assert taken(of(path, anna)) == one  # once


def test_b10_b18_a_request_becomes_a_return(anna: CaseRow) -> None:
    """The collection's own words name a piece of another shop; with one of this order they are enough."""
    (path,) = (one for one in CORPUS if one.stem == "19-request-with-number")
    bought = order("silver", "WR-1042").lines[0]
    text = re.sub(rb"Millrace chain", bought.name.encode(), of(path, anna))
    (case,) = cases_of("silver", "WR-1042") if taken(text).case_number else ()
    assert case.case.items[0].line_id == bought.id
    assert case.case.items[0].answer.outcome == "referred"  # nobody said how it looks: a person asks, within 12 hours
    assert models.Effect.objects.filter(case_number=case.number, kind="mail", body__stage="case_opened").exists()
    assert desk().ours.address == "letters@wrenfold.example"
