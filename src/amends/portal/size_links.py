"""Where from a piece the way leads to its size."""

from __future__ import annotations

from django.urls import reverse

from amends.portal.asking import Asking
from amends.usecases.read_shelf import read_sizes_of


def size_url(asking: Asking) -> str:
    """This function will return where the size of the piece can be found; empty where nothing is measured of it.

    Of pieces that are asked about together none can be taken out of the set, so there is no way from those.
    """
    shop_id, product = asking.visit.shop.id, asking.product
    if product is None or asking.together is not None:
        return ""
    rules = read_sizes_of(shop_id)
    if rules is None or rules.measure_of(product) is None:
        return ""
    return reverse("portal:piece_size", args=[shop_id, asking.visit.key, asking.piece.id])
