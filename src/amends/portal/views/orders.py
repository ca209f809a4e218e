"""The order, with an answer at each of its pieces."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from amends.core.claims import Piece
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.core.orders import Product
from amends.core.vocabulary import BUYER
from amends.core.withdrawal import Labels, is_consumer_there
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.portal.answers import Said, Speaker
from amends.portal.carrying import carried_guide
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import Visit, with_visit
from amends.portal.withdrawal import words_of_the_law
from amends.portal.wording import MARKS
from amends.records.cases import CaseRow
from amends.records.shops import products_with
from amends.usecases.answer_pieces import PieceAnswer, answer_pieces
from amends.usecases.declare_withdrawal import may_withdraw
from amends.usecases.read_notice import notice_of
from amends.usecases.read_order import InHand, read_order

PIECES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One piece as the page shows it."""

    piece: Piece
    picture: bool
    options: tuple[str, ...]
    answer: Said
    free_units: int
    marks: tuple[str, ...]
    case: CaseRow | None  # the open case that holds it, where it is this visitor's own


@takes(get=("page",))
@with_visit
def order(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This function will show the order: each piece with what is possible, until when, and why not."""
    now = clock.now()
    in_hand = in_hand_of(visit)
    try:
        ids = list(in_hand.pieces)
    except AmendsError:
        return show(request, "unclear", visit.shop, now, visit=visit)  # an order that contradicts itself
    last = max(1, -(-len(ids) // PIECES_A_PAGE))
    page = _page(request.GET.get("page", "1"), last)
    shown_ids = ids[(page - 1) * PIECES_A_PAGE : page * PIECES_A_PAGE]
    answers = answer_pieces(in_hand, shown_ids, visit.by, now)
    products = products_with(visit.shop.id, [one.piece.line.product_id for one in answers])
    speaker = Speaker(visit.shop, in_hand.policy, now)
    return show(
        request, "order", visit.shop, now,
        visit=visit, order=in_hand.order, rows=[_row(one, visit, products, speaker) for one in answers],
        cases=own_cases(in_hand, visit), policy_url=policy_url(visit.shop.id, in_hand.policy),
        page=page, pages=last, count=len(ids), carried=carried_guide(request, visit.shop),
        several=sum(one.free_units > 0 for one in answers) > 1,
        withdrawing=_withdrawing(request, in_hand, visit, now),
        notice=notice_of(visit.shop, language().code) if is_consumer_there(in_hand.order) else None,
    )  # fmt: skip


def _withdrawing(request: HttpRequest, in_hand: InHand, visit: Visit, now: Instant) -> Labels | None:
    """The words of the button by which the law lets a buyer withdraw, as long as it does."""
    return words_of_the_law(request) if visit.by == BUYER and may_withdraw(in_hand, now) else None


def in_hand_of(visit: Visit) -> InHand:
    """This function will read the visit's order; one that is gone since is answered with 404."""
    in_hand = read_order(visit.shop, visit.number)
    if in_hand is None:
        raise Http404
    return in_hand


def own_cases(in_hand: InHand, visit: Visit) -> list[CaseRow]:
    """This function will return the visitor's own cases: the buyer's or the recipient's, never the other's."""
    return [case for case in in_hand.cases if case.case.by == visit.by]


def options_of(piece: Piece, products: dict[str, Product]) -> tuple[str, ...]:
    """This function will return size, colour and what else the piece's variant differs by, as words."""
    return variant_options(products.get(piece.line.product_id), piece.line.sku)


def variant_options(product: Product | None, sku: str) -> tuple[str, ...]:
    """This function will return size, colour and what else that variant of the product differs by, as words."""
    found = product.variant(sku) if product else None
    return tuple(found.options.values()) if found else ()


def _row(answer: PieceAnswer, visit: Visit, products: dict[str, Product], speaker: Speaker) -> Row:
    piece = answer.piece
    product = products.get(piece.line.product_id)
    case = next((one for one in reversed(answer.held_by) if one.case.by == visit.by), None)
    return Row(
        piece,
        bool(product and product.picture),
        options_of(piece, products),
        speaker.say(answer),
        answer.free_units,
        tuple(sorted(piece.line.marks & MARKS.keys())),
        case,
    )


def _page(text: str, last: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6 or not 1 <= int(text) <= last:
        raise Http404
    return int(text)
