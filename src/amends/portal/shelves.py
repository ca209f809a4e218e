"""Which help a shop has, and what its words lead to: links become addresses, Markdown becomes HTML."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from amends.core.claims import Piece
from amends.core.help.links import Link, linked
from amends.core.help.model import Guide, Help
from amends.core.help.name_findings import has_clause
from amends.records.shops import ShopRow
from amends.usecases.read_shelf import read_help_of

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False})  # markup in the text is shown as text


def shelf_of(shop: ShopRow) -> Help:
    """This function will return the shop's help in the reader's language, as far as the shop speaks it."""
    return read_help_of(shop.id, get_language() or shop.language)


def guides_for(shop: ShopRow, piece: Piece, reason: str, *, but_for: Iterable[str] = ()) -> tuple[Guide, ...]:
    """This function will return the guides that may answer this reason for this piece.

    None of those that explain a clause in `but_for`: where the law goes before it, they would say what does not hold.
    """
    found, behind = shelf_of(shop).about(reason, facts_of(piece)), tuple(but_for)
    return tuple(one for one in found if not any(has_clause(named, behind) for named in one.clauses))


def facts_of(piece: Piece) -> dict[str, object]:
    """This function will return what guides ask about a piece: product, category and the line's attributes."""
    facts: dict[str, object] = {"item.product": piece.line.product_id, "item.category": piece.line.category}
    return facts | {f"item.{name}": value for name, value in piece.line.attributes.items()}


def is_for(guide: Guide, piece: Piece) -> bool:
    """This function will say whether the guide is for that piece."""
    said = {name: str(value).lower() for name, value in facts_of(piece).items()}
    return all(said.get(name) in values for name, values in guide.products.items())


def rendered(shop: ShopRow, text: str, *, inline: bool = False) -> SafeString:
    """This function will turn Markdown into HTML; tags in it come out as the text that they are."""
    words = linked(text, lambda link: address(shop, link))
    html: str = _MARKDOWN.renderInline(words) if inline else _MARKDOWN.render(words)
    return SafeString(html)


def address(shop: ShopRow, link: Link) -> str:
    """This function will return where a link of the help leads, or nothing where the words alone stay."""
    match link.kind, link.name:
        case "guide", name:
            return reverse("portal:guide", args=[shop.id, name]) if name in shelf_of(shop).guides else ""
        case "clause", name:
            return f"{reverse('portal:policy', args=[shop.id])}#{name}"
        case "sizes", "chart":
            return reverse("portal:size_chart", args=[shop.id])
        case "sizes", "quiz" | "sizer":
            return reverse("portal:size", args=[shop.id])
        case "page", "policy":
            return reverse("portal:policy", args=[shop.id])
        case "page", "help":
            return reverse("portal:guides", args=[shop.id])
        case "page", "write":
            return reverse("portal:write", args=[shop.id])
        case ("page", "order") | ("remedy", _):
            return reverse("portal:find", args=[shop.id])
    return ""
