"""Finding an order by its number and something that only its people know, without telling anybody else that it exists.

Laws: one answer, and the same work, for no such order, a wrong address and another shop's order; what is held against
somebody are failures alone, counted apart by address, by number and by what was given as proof.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.db import transaction

from amends.core.dates import Instant
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.records.attempts import digest_of, forget_attempts, give_back_attempt, take_attempt
from amends.records.keys import email_key, number_key, postcode_key
from amends.records.orders import OrderKeys, keys_of_gift, keys_of_number

# Failures that are borne within a quarter of an hour.
MOST_BY_ADDRESS, MOST_BY_NUMBER, MOST_BY_EMAIL, MOST_BY_POSTCODE = 30, 10, 10, 60
NOBODY = OrderKeys("", "", "", gift=False)
Bucket = tuple[str, str, int]  # kind, keyed digest, most


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: the order's number and who asks for it, or nothing; `too_many` tells to come back later."""

    number: str = ""
    by: str = ""
    too_many: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks: the address they come from, the moment, and the secret that digests are keyed with."""

    address: str
    at: Instant
    secret: bytes


def find_order(shop_id: str, number: str, proof: str, asker: Asker) -> Looked:
    """This function will look for the order with that number, where `proof` is its email address or its postcode.

    On an order that was marked as a gift the postcode is what the recipient knows: it opens the recipient's view.
    """
    kind, most = ("email", MOST_BY_EMAIL) if "@" in proof else ("postcode", MOST_BY_POSTCODE)
    proven = email_key(proof) if kind == "email" else postcode_key(proof)
    others = [(kind, proven, most), ("order", number_key(number), MOST_BY_NUMBER)]
    with transaction.atomic():
        buckets, open_to_all = _take(shop_id, asker, others)
        keys = keys_of_number(shop_id, number_key(number)) or NOBODY
        by_email = _same(email_key(proof), keys.email)
        by_postcode = _same(postcode_key(proof), keys.postcode)
        if not open_to_all or not (by_email or by_postcode):
            return Looked(too_many=not open_to_all)
        _give_back(shop_id, asker, buckets)
        return Looked(keys.number, BUYER if by_email or not keys.gift else GIFT_RECIPIENT)


def find_gift(shop_id: str, code: str, asker: Asker) -> Looked:
    """This function will look for the order with that gift code, for the one who got the present."""
    with transaction.atomic():
        buckets, open_to_all = _take(shop_id, asker, [("gift", number_key(code), MOST_BY_NUMBER)])
        keys = keys_of_gift(shop_id, number_key(code))
        if not open_to_all or keys is None:
            return Looked(too_many=not open_to_all)
        _give_back(shop_id, asker, buckets)
        return Looked(keys.number, GIFT_RECIPIENT)


def _take(shop_id: str, asker: Asker, others: list[Bucket]) -> tuple[list[Bucket], bool]:
    """This function will count the attempt in every bucket, always in the same order, and say whether all have room."""
    buckets = [("address", network_of(asker.address), MOST_BY_ADDRESS), *others]
    keyed = [(kind, digest_of(asker.secret, f"{kind} {what}"), most) for kind, what, most in buckets]
    counts = [take_attempt(shop_id, kind, digest, asker.at) for kind, digest, _ in keyed]
    forget_attempts(shop_id, asker.at)
    return keyed, all(count <= most for count, (_, _, most) in zip(counts, keyed, strict=True))


def _give_back(shop_id: str, asker: Asker, buckets: list[Bucket]) -> None:
    for kind, digest, _ in buckets:
        give_back_attempt(shop_id, kind, digest, asker.at)


def _same(given: str, kept: str) -> bool:
    """This function will compare in a time that tells nothing; nothing given or nothing kept is never the same."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, kept))
    return hmac.compare_digest(*digests) and bool(given)


def network_of(address: str) -> str:
    """This function will return what one household or machine shares: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> 64)
    return str(parsed)
