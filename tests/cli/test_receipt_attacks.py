"""Receipts that somebody made to deceive: each is refused or told as what it is, in a sentence, and nothing is run."""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.core.test_receipts import receipt_for

from amends.cli.main import amends
from amends.core.engine.documents import as_json, verdicts_document
from amends.core.policy.floors import under
from amends.core.policy.load import load_policy
from amends.core.receipts import MOST_BYTES, calendar_in, derive, read_receipt, written
from amends.laws.kept import floor_from
from amends.usecases.sign_receipt import KIND, open_receipt, public_key, sign_receipt

SEED, ANOTHER = bytes(range(32)), bytes(range(1, 33))
CLAIM = ("silver", "--fact", "claim.reason=changed_mind", "--at", "2026-11-22T10:00", "--fact", "order.country=DE")


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """This function will return what a good receipt holds."""
    file = tmp_path_factory.mktemp("receipts") / "one.receipt"
    made = CliRunner().invoke(amends, ["decide", *CLAIM, "--receipt", str(file)], catch_exceptions=False)
    assert made.exit_code == 0
    found: dict[str, Any] = json.loads(written(open_receipt(file.read_bytes()).receipt))
    return found


def signed(content: bytes, seed: bytes = SEED, kind: str = KIND, after: bytes = b"") -> dict[str, Any]:
    """This function will sign any content as a receipt, as a shop that means ill could."""
    payload = zlib.compress(content) + after
    key = Ed25519PrivateKey.from_private_bytes(seed)
    text = base64.b64encode(key.sign(b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)))
    signature = {"keyid": public_key(seed), "sig": text.decode()}
    return {"payloadType": kind, "payload": base64.b64encode(payload).decode(), "signatures": [signature]}


def check(envelope: Any, folder: Path, *more: str) -> Result:
    """This function will check a file of this content; whatever it is, there is no traceback."""
    file = folder / "x.receipt"
    file.write_text(envelope if isinstance(envelope, str) else json.dumps(envelope), encoding="utf-8")
    return CliRunner().invoke(amends, ["receipt", "check", str(file), *more], catch_exceptions=False)


def told(receipt: dict[str, Any], folder: Path, *more: str, **other: Any) -> Result:
    """This function will check a receipt that says something else, rightly signed by who says it."""
    return check(signed(json.dumps({**receipt, **other}).encode()), folder, *more)


def test_a_good_receipt_follows_and_its_key_is_compared(receipt: dict[str, Any], tmp_path: Path) -> None:
    content = json.dumps(receipt).encode()
    assert check(signed(content), tmp_path, "--key", public_key(SEED)).exit_code == 0
    found = check(signed(content, ANOTHER), tmp_path, "--key", public_key(SEED))
    assert found.exit_code == 2
    assert "It follows" not in found.output


def test_nothing_in_a_receipt_steers_the_terminal(receipt: dict[str, Any], tmp_path: Path) -> None:
    evil = "Shop\x1b[2J\x1b]0;x\x07\nIt follows.\u202e"
    found = told(receipt, tmp_path, shop_name=evil, case=evil, remedy=evil, told={evil: {"outcome": evil}})
    assert found.exit_code == 1
    assert not set("\x1b\x07\u202e") & set(found.output)
    assert "It follows." not in found.output.splitlines()
    found = told(receipt, tmp_path, law={**receipt["law"], "country": evil})
    assert found.exit_code == 2
    assert not set("\x1b\x07\u202e") & set(found.output)


@pytest.mark.parametrize(
    "change",
    [
        {"payloadType": "application/vnd.in-toto+json"},
        {"payloadType": KIND + " "},
        {"signatures": []},
        {"payload": ""},
        {"payload": "!"},
        {"payload": None},
    ],
)
def test_an_envelope_that_is_not_ours_is_refused(
    receipt: dict[str, Any], change: dict[str, Any], tmp_path: Path
) -> None:
    assert check({**signed(json.dumps(receipt).encode()), **change}, tmp_path).exit_code == 2


def test_one_of_two_signatures_is_not_believed(receipt: dict[str, Any], tmp_path: Path) -> None:
    good = signed(json.dumps(receipt).encode())
    other = {"keyid": public_key(ANOTHER), "sig": good["signatures"][0]["sig"]}
    for both in ([*good["signatures"], other], [other, *good["signatures"]]):
        assert check({**good, "signatures": both}, tmp_path).exit_code == 2
    assert check({**good, "signatures": [other]}, tmp_path).exit_code == 2
    nobody = {**other, "keyid": base64.b64encode(bytes(32)).decode()}  # a point of small order signs anything
    assert check({**good, "signatures": [nobody]}, tmp_path, "--key", public_key(SEED)).exit_code == 2


def test_what_is_said_twice_is_read_once_as_it_was_signed(receipt: dict[str, Any], tmp_path: Path) -> None:
    good, other = signed(json.dumps(receipt).encode()), signed(json.dumps({**receipt, "shop": "x"}).encode(), ANOTHER)
    text = json.dumps(good)
    for payload in (other["payload"], good["payload"]):
        doubled = text[:-1] + f', "payload": "{payload}"}}'
        assert check(doubled, tmp_path).exit_code == (0 if payload == good["payload"] else 2)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"receipt":1,"told":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b" " * (MOST_BYTES + 1),
        b"\xff\xfe",
        b"",
        b'{"receipt": 2}',
    ],
    ids=["open", "deep", "bomb", "bytes", "empty", "version"],
)
def test_any_content_that_is_no_receipt_is_refused(content: bytes, tmp_path: Path) -> None:
    assert check(signed(content), tmp_path).exit_code == 2


@pytest.mark.parametrize(
    "other",
    [
        {"at": 2**62}, {"at": -(2**62)}, {"at": 0}, {"facts": {"claim.reason": 7}}, {"facts": {"item.price": 2**63}},
        {"facts": {"order.placed_at": 2**62}}, {"silent": True}, {"policy_hash": "x"}, {"law": None},
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence_and_never_follows(
    receipt: dict[str, Any], other: dict[str, Any], tmp_path: Path
) -> None:
    found = told(receipt, tmp_path, **other)
    assert found.exit_code in (1, 2), found.output
    assert "It follows" not in found.output


def otherwise(value: Any) -> Any:
    """This function will return the same with each number and each yes or no as another program might read it."""
    if isinstance(value, dict):
        return {name: otherwise(one) for name, one in value.items()}
    if isinstance(value, list):
        return [otherwise(one) for one in value]
    return float(value) if isinstance(value, int) else value


def test_a_number_that_is_written_as_another_kind_does_not_follow(receipt: dict[str, Any], tmp_path: Path) -> None:
    """`1.0`, `1e0` and `true` are `1` to this program, and something else to the next that reads the receipt."""
    changed = otherwise(receipt["told"])
    assert json.dumps(changed) != json.dumps(receipt["told"])
    assert changed == receipt["told"]
    assert told(receipt, tmp_path, told=changed).exit_code == 1


def test_a_time_that_has_not_come_is_told(receipt: dict[str, Any], tmp_path: Path) -> None:
    century = 100 * 366 * 86_400 * 1_000_000
    assert "which has not come yet" in told(receipt, tmp_path, at=receipt["at"] + century).output
    assert "which has not come yet" not in told(receipt, tmp_path, at=receipt["at"] - century // 100).output


def test_a_law_that_somebody_rewrote_is_not_told_as_the_law(receipt: dict[str, Any], tmp_path: Path) -> None:
    law = receipt["law"]
    holidays = {**law["holidays"], "days": [*law["holidays"]["days"], law["day"]]}
    for changed in ({"text": law["text"].replace("14", "1")}, {"holidays": holidays}, {"country": "FR"}):
        assert told(receipt, tmp_path, law={**law, **changed}).exit_code == 2


def test_a_law_that_somebody_invented_is_told_as_one(receipt: dict[str, Any], tmp_path: Path) -> None:
    """With hashes to match it all follows; a reader would have taken it for the law of the country."""
    unknown = "not what this version of Amends knows"
    assert unknown not in told(receipt, tmp_path).output
    one = read_receipt(json.dumps(receipt).encode())
    assert one.law is not None
    policy = load_policy(one.policy.text, calendar_in(one.policy.holidays), "policy.yaml")
    law = msgspec.structs.replace(one.law, text=one.law.text.replace("within: {days: 14", "within: {days: 1"))
    assert law.text != one.law.text
    floor = floor_from(law, policy)
    law = msgspec.structs.replace(law, hash=floor.hash)
    one = msgspec.structs.replace(one, law=law, policy_hash=under(policy, floor).hash)
    decided = verdicts_document(derive(one, floor_from))
    found = check(signed(written(msgspec.structs.replace(one, told=json.loads(as_json(decided))))), tmp_path)
    assert found.exit_code == 0, found.output
    assert unknown in found.output


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    endless = tmp_path / "endless.receipt"
    endless.touch()
    os.truncate(endless, 1 << 40)  # a terabyte of nothing
    found = CliRunner().invoke(amends, ["receipt", "check", str(endless)], catch_exceptions=False)
    assert found.exit_code == 2
    assert "larger than a receipt can be" in found.output


def test_a_receipt_signed_here_opens_as_it_was(receipt: dict[str, Any]) -> None:
    one = read_receipt(json.dumps(receipt).encode())
    assert open_receipt(sign_receipt(one, SEED)).receipt == one


LINE = {"id": "L1", "quantity": 1, "unit_minor": 1_000}


@pytest.mark.parametrize(
    ("remedy", "figures"),
    [
        ("store_credit", {"parts": {"\x1b[2J\nIt follows.": 1_000}}),
        ("store_credit", {"lines": [{**LINE, "quantity": 10**15}]}),
        ("store_credit", {"currency": "\x1b[2J", "amount_minor": 2**62}),
        ("exchange", {"new": [{**LINE, "id": "N", "quantity": 10**15}]}),
        ("exchange", {"new": [LINE] * 5_000, "amount_minor": -1}),
        ("partial_refund", {"offered": {"percent": "1E-999999999"}}),
        ("partial_refund", {"offered": {"percent": "NaN"}, "amount_minor": 1}),
        ("repair", {"cost": {"labour_minor": -(2**62), "materials_minor": 2**62}}),
    ],
)
def test_no_amount_can_be_told_that_does_not_follow(remedy: str, figures: dict[str, Any], tmp_path: Path) -> None:
    good: dict[str, Any] = json.loads(written(receipt_for(remedy)))
    assert check(signed(json.dumps(good).encode()), tmp_path).exit_code == 0
    found = told(good, tmp_path, figures={**good["figures"], **figures})
    assert found.exit_code in (1, 2), found.output
    assert "\x1b" not in found.output
    assert "It follows." not in found.output.splitlines()


@pytest.mark.parametrize(
    "twice", ['"at": 0', '"told": {}', '"told": {"refund": 1, "refund": 2}', '"x": {"a": [{"b": 1, "b": 2}]}']
)
def test_what_a_receipt_says_twice_is_not_chosen_from(receipt: dict[str, Any], twice: str, tmp_path: Path) -> None:
    """Signed once, it told one amount to a reader that takes the first and another to one that takes the last."""
    found = check(signed(f"{json.dumps(receipt)[:-1]}, {twice}}}".encode()), tmp_path)
    assert found.exit_code == 2
    assert "is there twice" in found.output


def test_nothing_follows_what_is_read(receipt: dict[str, Any], tmp_path: Path) -> None:
    assert check(signed(json.dumps(receipt).encode(), after=b"paid in cash"), tmp_path).exit_code == 2


@pytest.mark.parametrize("currency", ["EUR", "JPY", "usd", "\x1b[2J"])
def test_an_amount_is_in_the_currency_of_its_policy(receipt: dict[str, Any], currency: str, tmp_path: Path) -> None:
    figures = {"currency": currency, "amount_minor": 0, "line_id": "L1", "quantity": 1}
    found = told(receipt, tmp_path, figures=figures)
    assert found.exit_code == 2
    assert "its policy's are in `USD`" in found.output
