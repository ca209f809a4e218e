"""A signed receipt opens as it was, and not at all once anything in it was changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.test_receipts import AT, FACTS, POLICY, receipt_of
from tests.differential.policies_to_try import CALENDAR

from amends.core.policy.load import load_policy
from amends.core.receipts import ReceiptInvalid
from amends.usecases.sign_receipt import open_receipt, public_key, sign_receipt

SEED, OTHER = bytes(range(32)), bytes(32)
RECEIPT = receipt_of(POLICY, load_policy(POLICY, CALENDAR), FACTS, AT)
FILE = sign_receipt(RECEIPT, SEED)


def test_it_opens_as_it_was_signed() -> None:
    opened = open_receipt(FILE)
    assert opened.receipt == RECEIPT
    assert opened.key == public_key(SEED) != public_key(OTHER)


def test_signing_twice_gives_the_same_bytes() -> None:
    assert sign_receipt(RECEIPT, SEED) == FILE


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_single_byte_can_be_changed_unnoticed(place: int, turned: int) -> None:
    changed = FILE[:place] + bytes([FILE[place] ^ turned]) + FILE[place + 1 :]
    try:
        opened = open_receipt(changed)
    except ReceiptInvalid:
        return
    assert opened == open_receipt(FILE)  # a space between two parts is no part of what is signed


def test_the_content_of_one_with_the_signature_of_another_is_refused() -> None:
    mine, theirs = json.loads(FILE), json.loads(sign_receipt(RECEIPT, OTHER))
    mine["signatures"][0]["keyid"] = theirs["signatures"][0]["keyid"]
    with pytest.raises(ReceiptInvalid, match="signature is wrong"):
        open_receipt(json.dumps(mine).encode())


@pytest.mark.parametrize("file", [b"", b"{}", b"no receipt", FILE[:-40], b" " * 1_000_001])
def test_another_file_is_refused_in_a_sentence(file: bytes) -> None:
    with pytest.raises(ReceiptInvalid):
        open_receipt(file)
