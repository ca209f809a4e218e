"""Staff of the sample shops: four members each, with one password that everybody may read.

Law: only sample shops get them. The password is made from the installation's secret, so no two installations share it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import transaction

from amends.core.dates import Instant
from amends.records.members import account_of, add_account, add_member, member_at
from amends.records.shops import all_shops
from amends.usecases.permissions import FINANCE, OWNER, SUPPORT, WAREHOUSE

NAMES = {SUPPORT: "Ada", WAREHOUSE: "Bo", FINANCE: "Cem", OWNER: "Dara"}
_LETTERS = "abcdefghjkmnpqrstvwxyz"


def sample_password(secret: str) -> str:
    """This function will return the password of all sample staff of this installation, in three groups of letters."""
    digest = hmac.digest(secret.encode(), b"sample staff", "sha256")
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:15])
    return "-".join((letters[:5], letters[5:10], letters[10:]))


def sample_address(role: str, shop_id: str) -> str:
    """This function will return the address of a sample shop's member."""
    return f"{NAMES[role].lower()}@{shop_id}.example.com"


def load_sample_staff(report: Callable[[str], None], secret: str, at: Instant) -> None:
    """This function will give every sample shop its four members where they are missing, and say how to sign in."""
    shops = [one for one in all_shops() if one.is_sample]
    hashed = ""
    for shop in shops:
        for role, name in NAMES.items():
            address = sample_address(role, shop.id)
            with transaction.atomic():
                user_id = account_of(address)
                if user_id is None:
                    hashed = hashed or make_password(sample_password(secret))
                    user_id = add_account(address, name, hashed)
                if member_at(shop.id, user_id) is None:
                    add_member(shop.id, user_id, role, name, at)
    if shops:
        example = sample_address(OWNER, shops[0].id)
        report(f"Staff of the sample shops sign in as `{example}` and alike, password `{sample_password(secret)}`.")
