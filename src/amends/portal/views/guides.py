"""The help pages: one guide a page, and all of them in a list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from amends.core.claims import Piece
from amends.examples import SHOPS, Guide, guides
from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.shops import ShopRow

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False})  # markup in the text is shown as text


@takes(get=())
@with_shop
def all_guides(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will list the shop's help pages."""
    return show(request, "guides", shop, clock.now(), guides=guides_of(shop))


@takes(get=())
@with_shop
def guide(request: HttpRequest, shop: ShopRow, guide_id: str) -> HttpResponse:
    """This function will show one help page."""
    found = next((one for one in guides_of(shop) if one.id == guide_id), None)
    if found is None:
        raise Http404
    steps = [rendered(step, inline=True) for step in found.steps]
    return show(request, "guide", shop, clock.now(), guide=found, text=rendered(found.text), steps=steps)


def guides_of(shop: ShopRow) -> tuple[Guide, ...]:
    """This function will return the shop's help pages."""
    return guides(shop.id) if shop.id in SHOPS else ()


def guides_for(shop: ShopRow, piece: Piece, reason: str) -> list[Guide]:
    """This function will return the help pages that may answer this reason for this piece."""
    facts = {"item.product": piece.line.product_id, "item.category": piece.line.category}
    facts |= {f"item.{name}": str(value) for name, value in piece.line.attributes.items()}
    return [
        one
        for one in guides_of(shop)
        if reason in one.reasons and all(facts.get(name) in values for name, values in one.products.items())
    ]


def rendered(text: str, *, inline: bool = False) -> SafeString:
    """This function will turn Markdown into HTML; tags in it come out as the text that they are."""
    html: str = _MARKDOWN.renderInline(text) if inline else _MARKDOWN.render(text)
    return SafeString(html)
