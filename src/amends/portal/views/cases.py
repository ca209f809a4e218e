"""A case: what was decided, what happens next and by when, and who acts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.core.engine.explain import explain_remedy
from amends.portal import clock
from amends.portal.parameters import takes
from amends.portal.progress import SENT_BACK, stages_of
from amends.portal.remedies import Account, exchange_account, payment_labels, refund_account
from amends.portal.views.orders import variant_options
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import visits_of, with_shop
from amends.portal.wording import CASES, said
from amends.records.documents import exchange_quote_from, refund_quote_from
from amends.records.shops import ShopRow, products_with
from amends.usecases.read_order import is_sent
from amends.usecases.show_case import ShownCase, show_case


@takes(get=())
@with_shop
def case(request: HttpRequest, shop: ShopRow, number: str) -> HttpResponse:
    """This function will show the case, where it belongs to an order that this visit has found."""
    visits = {visit.number: visit for visit in visits_of(request, shop)}
    found = show_case(shop, number.upper(), {name: visit.by for name, visit in visits.items()})
    if found is None:
        raise Http404
    visit, line, now = visits[found.case.order_number], found.line, clock.now()
    product = products_with(shop.id, [line.product_id]).get(line.product_id)
    goods_out = found.piece is None or is_sent(found.piece)
    waiting = found.answer_by is not None
    sends_back = goods_out and not waiting and found.case.remedy in SENT_BACK
    own_way_back = sends_back and found.verdict.terms.return_label != "prepaid"
    return show(
        request, "case", shop, now,
        visit=visit, case=found.case, held=found.held, line=line, picture=bool(product and product.picture),
        options=variant_options(product, line.sku), is_gift=visit.by == "gift_recipient",
        title=said(CASES, found.case.remedy), waiting=waiting, answer_by=found.answer_by,
        post_by=found.post_by if sends_back else None, send_to=shop.address if own_way_back else (),
        policy_url=policy_url(shop.id, found.policy),
        explained=explain_remedy(found.policy, found.decision, found.case.remedy), account=_account(found),
        stages=stages_of(found, now, goods_out=goods_out),
    )  # fmt: skip


def _account(found: ShownCase) -> Account | None:
    quote = found.case.quote
    if quote is None or found.case.refunded is None:
        return None
    if "items" in quote:
        return refund_account(refund_quote_from(quote), payment_labels(found.order))
    return exchange_account(exchange_quote_from(quote))
