"""Which reasons make sense for a piece, by where it is and what it is: nobody is asked about a clasp of an earring."""

from __future__ import annotations

from amends.core.claims import Piece
from amends.core.dates import NOT_YET
from amends.core.orders import Order
from amends.core.policy.tree import Policy
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.portal.wording import GROUPS, REASONS, said

Group = tuple[str, list[str], list[tuple[str, str]]]  # title, names, names with their words
_ON_ARRIVAL = frozenset(
    name
    for name in REASONS
    if name not in {"changed_mind", "unwanted_gift", "another_size", "price_dropped", "recalled"}
    and not name.startswith("ordered_")
)
_DELIVERY = frozenset({"not_received", "sent_elsewhere", "wrong_address_given", "customs_failed"})
_SIZED = frozenset({"ring", "bracelet", "necklace", "bangle", "chain", "earring", "wedding_band", "pendant"})
_CHAINED = frozenset({"necklace", "bracelet", "chain", "anklet", "pendant"})


def groups_for(order: Order, piece: Piece, policy: Policy, by: str) -> list[Group]:
    """This function will return the sensible reasons in groups; a shop's own come last."""
    own = tuple(name for name in policy.lane_of_reason if name not in REASONS)
    found = []
    for title, names in (*GROUPS, ("", own)):
        sensible = [name for name in names if is_sensible(name, order, piece, policy, by)]
        if sensible:
            found.append((str(title), sensible, [(name, said(REASONS, name)) for name in sensible]))
    return found


def is_sensible(name: str, order: Order, piece: Piece, policy: Policy, by: str) -> bool:
    """This function will say whether somebody could mean the reason for this piece as it stands."""
    if name not in policy.lane_of_reason:
        return False
    parcel = piece.parcel
    if parcel is None or parcel.shipped_at is NOT_YET:
        return (
            name not in _ON_ARRIVAL
            and (by == BUYER or name != "price_dropped")
            and _fits(name, order, piece, policy.shop.country, by)
        )
    if parcel.delivered_at is NOT_YET:
        return (name not in _ON_ARRIVAL or name in _DELIVERY) and _fits(name, order, piece, policy.shop.country, by)
    return name != "wrong_address_given" and _fits(name, order, piece, policy.shop.country, by)


def _fits(name: str, order: Order, piece: Piece, home: str, by: str) -> bool:  # noqa: C901 - one line a reason
    line = piece.line
    kind, attributes = line.category, line.attributes
    gift_card = kind == "gift_card" or "gift_card" in line.marks
    match name:
        case "unwanted_gift":
            return by == GIFT_RECIPIENT
        case "price_dropped":
            return by == BUYER
        case "customs_failed":
            return bool(order.country) and order.country != home
        case "another_size" | "ordered_wrong_size" | "wrong_size_sent" | "size_error":
            return kind in _SIZED
        case "tarnished":
            return bool(attributes.get("material")) and not gift_card
        case "only_one_arrived":
            return kind == "earring"
        case "not_as_certified":
            return attributes.get("certificate") is True
        case "stone_loose" | "stone_lost":
            return bool(attributes.get("stone"))
        case "clasp_broken" | "chain_broken":
            return kind in _CHAINED
        case "bent" | "worn" | "slight_scratch":
            return not gift_card
        case "recalled":
            return attributes.get("recalled") is True
        case "wrong_address_given":
            return by == BUYER
    return True
