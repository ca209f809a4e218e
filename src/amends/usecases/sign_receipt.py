"""Signing a receipt, and opening one that was signed: Ed25519 in a DSSE envelope, whose bytes are signed as they are.

What a signature proves: nobody has changed the receipt since it was signed with that key. Whose key it is, the envelope
cannot say: the shop publishes it, and whoever checks compares.
Source: Dead Simple Signing Envelope, protocol 1.0; RFC 8032.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amends.core.receipts import MOST_BYTES, Receipt, ReceiptInvalid, read_receipt, written

KIND: Final = "application/vnd.amends.receipt+zlib"
ENDING: Final = ".receipt"


class _Signature(msgspec.Struct, frozen=True, kw_only=True):
    keyid: str  # the public key itself, so that a reader without any other can see that nothing was changed
    sig: str


class _Envelope(msgspec.Struct, frozen=True, kw_only=True, rename={"kind": "payloadType"}):
    kind: str
    payload: str
    signatures: tuple[_Signature, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A receipt whose signature is right, and the public key that it was signed with."""

    receipt: Receipt
    key: str


def sign_receipt(receipt: Receipt, seed: bytes) -> bytes:
    """This function will return the receipt as a file, signed with the key made from those 32 bytes."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    payload = zlib.compress(written(receipt), 9)
    signature = _Signature(keyid=public_key(seed), sig=_text(key.sign(_signed(payload))))
    envelope = _Envelope(kind=KIND, payload=_text(payload), signatures=(signature,))
    return msgspec.json.format(msgspec.json.encode(envelope), indent=1) + b"\n"


def public_key(seed: bytes) -> str:
    """This function will return the public key that belongs to those 32 bytes, as it is published."""
    return _text(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def open_receipt(file: bytes) -> Opened:
    """This function will open a file that `sign_receipt` wrote, or raise `ReceiptInvalid` where it was changed."""
    if len(file) > MOST_BYTES:
        raise ReceiptInvalid(f"this is larger than a receipt can be ({MOST_BYTES:,} bytes).")
    try:
        envelope = msgspec.json.decode(file, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        hint = "Give the file as it was downloaded."
        raise ReceiptInvalid(f"this is no signed receipt: {error}.", hint=hint) from error
    if envelope.kind != KIND or len(envelope.signatures) != 1:
        raise ReceiptInvalid("this is signed, but no receipt that can be read here.")
    payload, signature = _bytes(envelope.payload), envelope.signatures[0]
    try:
        key = Ed25519PublicKey.from_public_bytes(_bytes(signature.keyid))
        key.verify(_bytes(signature.sig), _signed(payload))
    except (InvalidSignature, ValueError) as error:
        raise ReceiptInvalid("its signature is wrong: it was changed after it was signed.") from error
    return Opened(read_receipt(_unpacked(payload)), signature.keyid)


def _signed(payload: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (len(KIND), KIND.encode(), len(payload), payload)


def _unpacked(payload: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(payload, MOST_BYTES)
    except zlib.error as error:
        raise ReceiptInvalid(f"its content cannot be unpacked: {error}.") from error
    if reader.unconsumed_tail or not reader.eof:
        raise ReceiptInvalid(f"its content is larger than a receipt can be ({MOST_BYTES:,} bytes), or cut off.")
    if reader.unused_data:
        raise ReceiptInvalid("something follows its content, which nobody reads.")
    return text


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ReceiptInvalid(f"a part of it is no Base64: {error}.") from error
