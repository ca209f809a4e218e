"""The stages of an item as the page writes them: with dates, who acts, and what holds where a date is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.core.cases.case import Item
from amends.core.cases.stages import Stage
from amends.core.cases.states import State
from amends.core.dates import Instant, end_of_day, local_day, place_of
from amends.pages import shown
from amends.portal.wording import ACTORS, HEADLINES, LATE, said


@dataclass(frozen=True, slots=True)
class PageStage:
    """One stage; `mark` is done, now, later or end."""

    title: str
    mark: str
    detail: SafeString | str = ""
    actor: SafeString | str = ""
    late: str = ""


def page_stages(
    stages: tuple[Stage, ...], item: Item, opened_at: Instant, zone: ZoneInfo, now: Instant
) -> list[PageStage]:
    """This function will return the item's stages in order, the asking first."""
    opened = shown.moment(opened_at, zone, now)
    asked = PageStage(_("Sent"), "done", format_html(_("You sent this at {}"), opened))
    return [asked, *(_page_stage(one, item, zone, now) for one in stages)]


def by(at: Instant, zone: ZoneInfo, now: Instant) -> SafeString:
    """This function will write until when something is to be done: the day where it is a whole one, else the minute."""
    if end_of_day(local_day(at, zone), zone) == at:
        return shown.day(at, zone, now)
    return format_html(_("{} ({} time)"), shown.moment(at, zone, now), place_of(zone))


def headline(item: Item, zone: ZoneInfo, now: Instant, channel: str = "") -> SafeString:
    """This function will say in one sentence how the item stands; who withdrew was not agreed with, and reads so."""
    state = f"{channel}.{item.state.value}"
    if state not in HEADLINES:
        state = item.state.value
    if item.act_by is not None and f"{state}.by" in HEADLINES:
        return format_html(said(HEADLINES, f"{state}.by"), by(item.act_by, zone, now))
    return format_html("{}", said(HEADLINES, state))


def _page_stage(stage: Stage, item: Item, zone: ZoneInfo, now: Instant) -> PageStage:
    telling = stage.telling
    if stage.mark == "done":
        return PageStage(_(stage.title), "done", _on(stage, zone, now))
    if stage.mark == "end":
        return PageStage(_(stage.title), "now", format_html("{} {}", _on(stage, zone, now), _(telling.next)))
    if stage.mark == "later":
        return PageStage(_(stage.title), "later", format_html("{}", _(telling.next)), _promised(stage, item, zone, now))
    late = str(LATE) if item.late and telling.who != "you" else _(telling.late)
    return PageStage(_(stage.title), "now", format_html("{}", _(telling.next)), _actor(stage, zone, now), late)


def _on(stage: Stage, zone: ZoneInfo, now: Instant) -> SafeString:
    return format_html(_("On {}."), shown.day(stage.at, zone, now)) if stage.at is not None else SafeString("")


def _promised(stage: Stage, item: Item, zone: ZoneInfo, now: Instant) -> SafeString | str:
    """The day of what follows, where one is promised; of money that waits for goods, until it has gone by."""
    if stage.by is None or stage.by < now:
        return ""
    if item.waits_for_goods:
        said_by = _("By {}, or one business day after the goods have reached us, whichever is later.")
    else:
        said_by = _("By {}.")
    return format_html(said_by, by(stage.by, zone, now))


def _actor(stage: Stage, zone: ZoneInfo, now: Instant) -> SafeString:
    who = said(ACTORS, stage.telling.who)
    if stage.by is None or stage.state is State.DONE:
        return format_html("{}.", who)
    return format_html(_("{}, by {}."), who, by(stage.by, zone, now))
