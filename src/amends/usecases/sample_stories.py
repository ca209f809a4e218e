"""What has happened in the cases of the sample shops: one story a case, each step by whom and how long ago.

The orders are sample orders that nobody is invited to try. Dates are days before the moment of loading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from amends.core.cases.states import State
from amends.core.dates import DAY, Instant
from amends.core.refunds.claimed import Part
from amends.core.refunds.offers import RepairCost
from amends.core.vocabulary import BUYER
from amends.records.cases import case_numbered
from amends.records.members import MemberRow
from amends.records.shops import ShopRow
from amends.usecases.approve_refund import approve_refund
from amends.usecases.finish_work import finish_work
from amends.usecases.hold_at_customs import ToDo, hold_at_customs
from amends.usecases.inspect_item import Found, inspect_item
from amends.usecases.make_offer import make_offer
from amends.usecases.make_quote import Estimate, make_quote
from amends.usecases.open_investigation import Search, open_investigation
from amends.usecases.permissions import FINANCE, SUPPORT, WAREHOUSE
from amends.usecases.preview_refund import preview_refund
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.report_lost_return import report_lost_return
from amends.usecases.send_message import CUSTOMER, send_message
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.take_offer import take_offer
from amends.usecases.tell_posted import Posting, tell_posted
from amends.usecases.withdraw_item import withdraw_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a step happens: in which case, when, and who works there."""

    shop: ShopRow
    number: str
    at: Instant
    staff: Mapping[str, MemberRow]  # by role
    secret: bytes

    def by(self, role: str) -> str:
        """This function will return the id of the member of that role."""
        return self.staff[role].id


Act = Callable[[Scene], object]
Step = tuple[float, Act]  # days ago, and what was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case: what is asked for, how long ago, and what has happened since."""

    order: str
    piece: str
    reason: str
    remedy: str
    asked: float  # days ago
    stands: State  # where it has come to; the tests hold it
    steps: tuple[Step, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    by: str = BUYER
    note: str = ""
    wants: str = ""  # the variant that is wanted instead
    channel: Literal["portal", "mail"] = "portal"


def _posted(days: float, tracking: str = "") -> Step:
    return days, lambda s: tell_posted(
        s.shop, s.number, "1", Posting(tracking=tracking, proof=bool(tracking)), by=CUSTOMER, at=s.at
    )


def _received(days: float) -> Step:
    return days, lambda s: receive_parcel(s.shop, s.number, ("1",), member=s.by(WAREHOUSE), at=s.at)


def _inspected(days: float, failed: tuple[str, ...] = (), reason: str = "") -> Step:
    found = Found(accepted=0 if failed else 1, failed=failed, grade="marked" if failed else "as_new", reason=reason)
    return days, lambda s: inspect_item(s.shop, s.number, "1", found, member=s.by(WAREHOUSE), at=s.at)


def _approved(days: float) -> Step:
    def do(s: Scene) -> object:
        member = s.staff[FINANCE]
        shown = preview_refund(s.shop, s.number, "1", member)
        return approve_refund(s.shop, s.number, "1", member, shown.seal, s.at)

    return days, do


def _wrote(days: float, text: str, role: str = "") -> Step:
    def do(s: Scene) -> object:
        by = s.by(role) if role else CUSTOMER
        channel: Literal["console", "portal"] = "console" if role else "portal"
        return send_message(s.shop, s.number, text, by=by, key=text[:40], at=s.at, secret=s.secret, channel=channel)

    return days, do


def _sent(days: float, tracking: str) -> Step:
    sending = Sending(carrier="Post", tracking=tracking)
    return days, lambda s: send_piece(s.shop, s.number, "1", sending, member=s.by(WAREHOUSE), at=s.at)


def _offered(days: float, percent: int) -> Step:
    part = Part(percent=Decimal(percent))
    return days, lambda s: make_offer(s.shop, s.number, "1", part, member=s.by(SUPPORT), at=s.at)


def _took_offer(days: float) -> Step:
    def do(s: Scene) -> object:
        row = case_numbered(s.shop.id, s.number)
        offer = row.item("1").item.offer_minor if row else 0
        return take_offer(s.shop, s.number, "1", offer, by=CUSTOMER, at=s.at)

    return days, do


def _quoted(days: float, labour: int, materials: int, postage: int, says: str) -> Step:
    cost = RepairCost(
        labour_minor=labour, materials_minor=materials, postage_in_minor=postage, postage_out_minor=postage
    )
    estimate = Estimate(cost=cost, says=says)
    return days, lambda s: make_quote(s.shop, s.number, "1", estimate, member=s.by(SUPPORT), at=s.at)


def _searched(days: float, reference: str, for_days: int) -> Step:
    return days, lambda s: open_investigation(
        s.shop, s.number, "1", Search(carrier="USPS", reference=reference, until=s.at + for_days * DAY),
        member=s.by(SUPPORT), at=s.at,
    )  # fmt: skip


def _held(days: float, says: str, for_days: int) -> Step:
    return days, lambda s: hold_at_customs(
        s.shop, s.number, "1", [ToDo(says=says, by=s.at + for_days * DAY)], member=s.by(SUPPORT), at=s.at
    )


def _lost(days: float) -> Step:
    return days, lambda s: report_lost_return(s.shop, s.number, "1", proof=True, member=s.by(SUPPORT), at=s.at)


def _finished(days: float) -> Step:
    return days, lambda s: finish_work(s.shop, s.number, "1", member=s.by(WAREHOUSE), at=s.at)


def _withdrew(days: float) -> Step:
    return days, lambda s: withdraw_item(s.shop, s.number, "1", by=CUSTOMER, at=s.at)


S = State
_WHOLE = MappingProxyType({"condition.undamaged": True})
_UNWORN = MappingProxyType({"condition.worn": False, "condition.used": False, "condition.original_packaging": True})

STORIES: Mapping[str, tuple[Story, ...]] = MappingProxyType({
    "piercing": (
        Story(order="LU-8P6WV", piece="L1.P1", reason="defective", remedy="refund", asked=8, stands=S.WAITING,
              answers={"claim.first_help_tried": True, "claim.photo": True},
              note="I bent the post as your page says and it still falls open."),
        Story(order="LU-F6YM9", piece="L1.P1", reason="missing_item", remedy="resend", asked=0.2, stands=S.WAITING,
              answers={"claim.first_help_tried": True}, note="I looked behind the sticker. One heart is not there."),
        Story(order="LU-R5EQB", piece="L2.P1", reason="changed_mind", remedy="refund", asked=1, stands=S.TO_SEND,
              answers=_WHOLE),
        Story(order="LU-2G536", piece="L2.P1", reason="changed_mind", remedy="refund", asked=2, stands=S.TO_SEND,
              answers=_WHOLE,
              steps=(_wrote(0.4, "Can I hand the parcel in at any post office, or only at the one nearby?"),)),
        Story(order="LU-H53KR", piece="L1.P1", reason="another_size", remedy="exchange", asked=4, wants="HED-7",
              stands=S.ON_ITS_WAY, answers=_WHOLE, steps=(_posted(2.5, "9400111899560000000017"),)),
        Story(order="LU-DMK5B", piece="L1.P1", reason="changed_mind", remedy="refund", asked=9, stands=S.ARRIVED,
              answers=_WHOLE, steps=(_posted(6, "9400111899560000000024"), _received(2))),
        Story(order="LU-HZE8C", piece="L1.P1", reason="changed_mind", remedy="refund", asked=10, stands=S.TO_APPROVE,
              answers=_WHOLE, steps=(_posted(8, "9400111899560000000031"), _received(5), _inspected(4))),
        Story(order="LU-C82VV", piece="L1.P1", reason="changed_mind", remedy="refund", asked=4, stands=S.PAYING,
              answers=_WHOLE, steps=(_posted(3), _received(1.5), _inspected(1), _approved(0.1))),
        Story(order="LU-GXYXA", piece="L1.P1", reason="unwanted_gift", remedy="store_credit", asked=7, stands=S.DONE,
              by="gift_recipient", answers=_WHOLE,
              steps=(_posted(5), _received(2), _inspected(1.5), _approved(1.2))),
        Story(order="LU-AGCYG", piece="L3.P1", reason="another_size", remedy="exchange", asked=16, stands=S.DONE,
              wants="SNU-10MM-GOLD", answers=_WHOLE,
              steps=(_posted(14), _received(10), _inspected(9), _sent(8, "9400111899560000000048"))),
        Story(order="LU-A6XAE", piece="L1.P1", reason="changed_mind", remedy="refund", asked=3, stands=S.REFUSED,
              answers={"condition.undamaged": False}, channel="mail", note="One pin broke off. I want my money back."),
    ),
    "silver": (
        Story(order="WR-SERCR", piece="L2.P1", reason="changed_mind", remedy="refund", asked=16, stands=S.WAITING,
              answers=_UNWORN, steps=(_posted(14, "RX473124829US"), _lost(1.5)),
              note="The ring is lovely, but too wide for my hand."),
        Story(order="WR-DNBMT", piece="L1.P1", reason="changed_mind", remedy="refund", asked=3, stands=S.TO_SEND,
              answers=_UNWORN,
              steps=(_wrote(0.8, "Where do I find the address for the parcel? I would like to post it tomorrow."),)),
        Story(order="WR-CNWMD", piece="L1.P1", reason="damaged_on_arrival", remedy="refund", asked=2,
              stands=S.TO_SEND, note="The band has a crack on the inside."),
        Story(order="WR-RAFQC", piece="L1.P1", reason="another_size", remedy="exchange", asked=2, stands=S.TO_PAY,
              answers=_UNWORN, wants="BRK-6"),
        Story(order="WR-CBPPN", piece="L1.P1", reason="changed_mind", remedy="refund", asked=5, stands=S.ON_ITS_WAY,
              answers=_UNWORN, steps=(_posted(3, "RX473124832US"),)),
        Story(order="WR-VMMCT", piece="L1.P1", reason="changed_mind", remedy="refund", asked=12, stands=S.ARRIVED,
              answers=_UNWORN, steps=(_posted(10, "RX473124846US"), _received(1))),
        Story(order="WR-VCPY2", piece="L1.P1", reason="changed_mind", remedy="refund", asked=14,
              stands=S.TO_APPROVE, answers=_UNWORN,
              steps=(_posted(12, "RX473124850US"), _received(6), _inspected(5))),
        Story(order="WR-RKVMD", piece="L2.P1", reason="changed_mind", remedy="refund", asked=14, stands=S.PAYING,
              answers=_UNWORN, steps=(_posted(12, "RX473124863US"), _received(7), _inspected(6), _approved(0.1))),
        Story(order="WR-V33C6", piece="L1.P1", reason="changed_mind", remedy="refund", asked=15,
              stands=S.TURNED_DOWN, answers=_UNWORN,
              steps=(_posted(13, "RX473124877US"), _received(5), _inspected(4, ("condition.worn",)))),
        Story(order="WR-9ZG7C", piece="L1.P1", reason="changed_mind", remedy="refund", asked=2, stands=S.REFUSED,
              channel="mail", answers=_UNWORN, note="They do not suit me after all. WR-9ZG7C, the hoops."),
        Story(order="WR-JXQV7", piece="L2.P1", reason="changed_mind", remedy="refund", asked=9, stands=S.WITHDRAWN,
              answers=_UNWORN,
              steps=(_wrote(7, "I have changed my mind once more and keep it."),
                     _wrote(6.8, "Lovely, enjoy it. You can take the return back on this page.", SUPPORT),
                     _withdrew(6.7))),
    ),
    "bespoke": (
        Story(order="AT-69AFB", piece="L1.P1", reason="defective", remedy="refund", asked=9, stands=S.WAITING,
              note="The band has turned dull on one side."),
        Story(order="AT-F9497", piece="L1.P1", reason="damaged_on_arrival", remedy="remake", asked=0.2,
              stands=S.WAITING, note="The box was crushed, and one prong is bent."),
        Story(order="AT-2JGJF", piece="L1.P1", reason="slight_scratch", remedy="partial_refund", asked=4,
              stands=S.OFFERED, note="A fine line on the back.", steps=(_offered(3, 15),)),
        Story(order="AT-9ZWSJ", piece="L2.P1", reason="slight_scratch", remedy="partial_refund", asked=12.8,
              stands=S.TO_APPROVE, steps=(_offered(11, 10), _offered(10, 20), _took_offer(6))),
        Story(order="AT-R355A", piece="L1.P1", reason="stone_loose", remedy="repair", asked=9, stands=S.TO_QUOTE,
              note="The pearl moves when I touch it."),
        Story(order="AT-ZYHCV", piece="L1.P1", reason="bent", remedy="repair", asked=6, stands=S.QUOTED,
              steps=(_quoted(4, 0, 4_500, 1_500, "We straighten the band and set the edge anew."),)),
        Story(order="AT-K4B8Y", piece="L1.P1", reason="not_received", remedy="refund", asked=1.2, stands=S.LOOKING,
              steps=(_searched(0.6, "INQ-4471902", 9),), note="It says delivered, and nothing is here."),
        Story(order="AT-QBY78", piece="L1.P1", reason="customs_failed", remedy="refund", asked=3,
              stands=S.AT_CUSTOMS, steps=(_held(2.5, "Send customs the invoice and pay what they ask.", 9),),
              note="Customs wrote to me and want a paper."),
        Story(order="AT-RJP63", piece="L1.P1", reason="wrong_size_sent", remedy="refund", asked=5,
              stands=S.ON_ITS_WAY, steps=(_posted(3, "EK771200318US"),), note="I ordered a 5 and got a 6."),
        Story(order="AT-N52NN", piece="L1.P1", reason="changed_mind", remedy="cancel", asked=3, stands=S.REFUSED,
              channel="mail", note="Please cancel my ring."),
        Story(order="AT-3G3GV", piece="L2.P1", reason="wrong_size_sent", remedy="remake", asked=25, stands=S.DONE,
              steps=(_posted(22), _received(18), _inspected(17), _finished(10), _sent(9, "EK771200321US"))),
    ),
})  # fmt: skip
