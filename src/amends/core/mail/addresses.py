"""The ids of our mails and the addresses that answers to them come back to.

Laws: the same case and key always give the same id; what we have written, we can read again; nothing in an id or an
address can break a header. The case of an id is no secret, the token of an address is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from dataclasses import dataclass

_TOKEN = 16  # letters of five bits: 80 bits
_ID = re.compile(r"<([A-Za-z0-9-]{1,80})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9-]{1,80})@([^@<>\s]{1,255})>")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True)
class Ours:
    """Whose mails these are: one shop's, at one domain, answered to one mailbox of it."""

    shop_id: str
    domain: str
    mailbox: str

    @property
    def address(self) -> str:
        """This property will hold the bare address of the mailbox."""
        return f"{self.mailbox}@{self.domain}"


def message_id(ours: Ours, case_number: str, key: str) -> str:
    """This function will return the id of the mail that is sent on a case under that key."""
    return f"<{_plain(key, 40)}.{_plain(case_number, 16)}.{_plain(ours.shop_id, 40)}@{ours.domain}>"


def case_of_id(ours: Ours, text: str) -> str:
    """This function will return the case that an id of ours speaks of, or nothing if it is no id of this shop."""
    found = _ID.fullmatch(text)
    if not found or found[4].casefold() != ours.domain.casefold() or found[3] != _plain(ours.shop_id, 40):
        return ""
    return found[2]


def token_of(secret: bytes, shop_id: str, case_number: str) -> str:
    """This function will return what the reply address of a case holds and nobody can guess."""
    told = f"reply address\0{shop_id}\0{case_number}".encode()
    return b32encode(hmac.digest(secret, told, "sha256")).decode("ascii").lower()[:_TOKEN]


def reply_address(ours: Ours, case_number: str, token: str) -> str:
    """This function will return the address that answers on a case come back to."""
    return f"{ours.mailbox}+{case_number}.{token}@{ours.domain}"


def read_reply_address(ours: Ours, address: str) -> tuple[str, str] | None:
    """This function will return the case and the token that an address of ours names, or nothing.

    Servers on the way may have changed capitals to small letters.
    """
    local, _, domain = address.rpartition("@")
    mailbox, plus, named = local.partition("+")
    case_number, dot, token = named.partition(".")
    if not plus or not dot or not case_number or f"{mailbox}@{domain}".casefold() != ours.address.casefold():
        return None
    return case_number.upper(), token.casefold()


def is_token(given: str, right: str) -> bool:
    """This function will compare in a time that tells nothing; an empty one is never right."""
    return bool(right) and hmac.compare_digest(given.encode(), right.encode())


def _plain(text: str, longest: int) -> str:
    """This function will return the text with letters, digits and hyphens alone; another text gives another one."""
    plain = _UNSAFE.sub("-", text)
    if plain == text and text and len(text) <= longest:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{plain[: longest - 17]}-{digest}" if plain else digest
