"""What a scanner or a hand at the counter gives: our QR code, our barcode, a case, an order or a carrier's number.

Our own codes carry a check character (ISO 7064, MOD 37,36), so that a misread one is told as misread and never opens
another customer's case. A scanner set to another keyboard writes other separators: those do not count.
Laws: reading what was written gives the same case; nothing that is typed raises.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from amends.core.errors import FactInvalid
from amends.core.tracking import compact, mod37_letter, tracking_numbers

CLEAR_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # of numbers and codes: none is misread for another
_CASE = re.compile(rf"R[{CLEAR_LETTERS}]{{5,8}}")
_QR, _PARCEL = "AM1", "AMP"
_SERIAL = 4  # characters that tell the labels of one case apart


class ScanKind(Enum):
    """What a scan may be."""

    CASE = "case"
    PARCEL = "parcel"  # our own label: leads to the case as well
    TRACKING = "tracking"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of what was scanned or typed; `is_sound` is false where the check character or digit is wrong."""

    kind: ScanKind
    number: str
    case_number: str = ""  # of a case or a parcel of ours
    carrier: str = ""  # of a tracking number
    is_sound: bool = True


def scan_code(case_number: str) -> str:
    """This function will return what the QR code on a return slip says, such as `AM1:R-7K3PX:N`."""
    body = _QR + _key_of(case_number)
    return f"{_QR}:{case_number}:{mod37_letter(body)}"


def parcel_number(case_number: str, key: str) -> str:
    """This function will return the number of our own label, such as `AMP-R7K3PX-W8QD-5`: the same for the same key."""
    digest = int.from_bytes(sha256(key.encode()).digest())
    serial = ""
    for _ in range(_SERIAL):
        digest, place = divmod(digest, len(CLEAR_LETTERS))
        serial += CLEAR_LETTERS[place]
    case = _key_of(case_number)
    return f"{_PARCEL}-{case}-{serial}-{mod37_letter(_PARCEL + case + serial)}"


def read_scan(text: str) -> tuple[Scan, ...]:
    """This function will return what the text may be, the likeliest first; look each up until one is known.

    A code of ours comes back alone. Anything else that is not empty ends with an order number, as it was typed.
    """
    whole = compact(text)
    own = _own(whole)
    if own:
        return (own,)
    found = [Scan(ScanKind.CASE, f"R-{whole[1:]}", f"R-{whole[1:]}")] if _CASE.fullmatch(whole) else []
    found += [
        Scan(ScanKind.TRACKING, one.number, carrier=one.carrier, is_sound=one.is_right is not False)
        for one in tracking_numbers(text)
    ]
    typed = "".join(one for one in unicodedata.normalize("NFKC", text[:80]) if one.isprintable()).strip()
    return (*found, Scan(ScanKind.ORDER, typed)) if typed else tuple(found)


def _own(whole: str) -> Scan | None:
    """This function will read a code of ours, sound or not; nothing where the text is none."""
    is_sound = mod37_letter(whole[:-1]) == whole[-1:]
    if whole.startswith(_QR) and _CASE.fullmatch(whole[3:-1]):
        case_number = f"R-{whole[4:-1]}"
        return Scan(ScanKind.CASE, case_number, case_number, is_sound=is_sound)
    case, serial = whole[3 : -_SERIAL - 1], whole[-_SERIAL - 1 : -1]
    if whole.startswith(_PARCEL) and _CASE.fullmatch(case):
        number = f"{_PARCEL}-{case}-{serial}-{whole[-1]}"
        return Scan(ScanKind.PARCEL, number, f"R-{case[1:]}", is_sound=is_sound)
    return None


def _key_of(case_number: str) -> str:
    key = compact(case_number)
    if not _CASE.fullmatch(key) or case_number != f"R-{key[1:]}":
        raise FactInvalid(f"`{case_number[:40]}` is no case number.", hint="They look like `R-7K3PX`.")
    return key
