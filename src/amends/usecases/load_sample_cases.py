"""Cases of the sample shops in all kinds of states, so that the pages of their staff are alive at the first start.

Laws: every step is a use case, given at the moment at which it happened, in the order in which they happened, dates
that have come in between included; only a sample shop that has no case yet gets them, all or none. Mails that would
have gone out in those days have gone out: nothing of the past is sent late. What is still to be done - a label, a
payment - the worker does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction

from amends.core.claims import Claim
from amends.core.dates import DAY, Instant
from amends.core.errors import AmendsError
from amends.records.members import MemberRow, sample_member
from amends.records.orders import numbers_with_cases
from amends.records.outbox import end_past_effects
from amends.records.shops import ShopRow, all_shops, products_with
from amends.records.timers import first_due
from amends.usecases.open_case import Form, open_case
from amends.usecases.permissions import ROLES
from amends.usecases.read_order import InHand, read_order
from amends.usecases.ring_timer import ring_timer
from amends.usecases.sample_stories import STORIES, Act, Scene, Story
from amends.usecases.weigh_claim import Ask, Wanted, wanted_of

_log = logging.getLogger("amends.samples")
_TOLD = ("mail", "alert")  # what is of no use late


def load_sample_cases(report: Callable[[str], None], secret: bytes, at: Instant) -> None:
    """This function will let happen what has happened in the sample shops that have no case yet, and say how much.

    Their staff has to be there already (`load_sample_staff`); a shop without all four is left alone.
    """
    for shop in all_shops():
        members = {role: sample_member(shop.id, role) for role in ROLES} if shop.is_sample else {}
        staff = {role: one for role, one in members.items() if one is not None}
        if len(staff) == len(ROLES) and shop.id in STORIES and not numbers_with_cases(shop.id):
            with transaction.atomic():
                count = _Told(shop, staff, secret, at).tell(STORIES[shop.id])
            report(f"{shop.name}: {count} sample cases.")


class _Told:
    """The stories of one shop while they are told."""

    def __init__(self, shop: ShopRow, staff: dict[str, MemberRow], secret: bytes, now: Instant) -> None:
        self.shop, self.staff, self.secret, self.now = shop, staff, secret, now
        self.numbers: dict[str, str] = {}  # of the cases, by order

    def tell(self, stories: tuple[Story, ...]) -> int:
        """This function will take all steps of all stories in the order of their dates."""
        steps: list[tuple[Instant, Story, Act | None]] = []
        for story in stories:
            steps.append((self._ago(story.asked), story, None))
            steps += [(self._ago(days), story, act) for days, act in story.steps]
        ended: set[str] = set()
        for at, story, act in sorted(steps, key=lambda one: one[0]):
            try:
                if story.order not in ended:
                    with transaction.atomic():  # on a day on which a step cannot be, the story ends there
                        self._step(story, act, at)
            except AmendsError as error:
                ended.add(story.order)
                _log.warning("the sample case of order %s ends early: %s", story.order, error)
        for number in self.numbers.values():
            self._ring(number, self.now)
        end_past_effects(self.shop.id, _TOLD, self.now)
        return len(self.numbers)

    def _ago(self, days: float) -> Instant:
        return self.now - int(days * DAY)

    def _step(self, story: Story, act: Act | None, at: Instant) -> None:
        if act is None:
            self.numbers[story.order] = self._open(story, at)
            return
        number = self.numbers[story.order]
        self._ring(number, at)
        act(Scene(shop=self.shop, number=number, at=at, staff=self.staff, secret=self.secret))

    def _open(self, story: Story, at: Instant) -> str:
        in_hand = read_order(self.shop, story.order)
        claim = Claim(reason=story.reason, asked_at=at, answers=dict(story.answers), by=story.by)
        wanted = _wanted(in_hand, story) if in_hand and story.wants else None
        asks = (Ask(piece_id=story.piece, claim=claim, remedy=story.remedy, wanted=wanted),)
        form = Form(key=f"sample {story.order}", asks=asks, seal=None, note=story.note, channel=story.channel)
        return open_case(self.shop, story.order, form, at, self.secret).number

    def _ring(self, number: str, until: Instant) -> None:
        """This function will ring what was due by then, each at its own moment."""
        while (timer := first_due(self.shop.id, number, until)) is not None:
            ring_timer(self.shop, number, timer.at)


def _wanted(in_hand: InHand, story: Story) -> Wanted | None:
    line = in_hand.pieces[story.piece][0].line
    return wanted_of(products_with(in_hand.shop.id, [line.product_id]).get(line.product_id), story.wants)
