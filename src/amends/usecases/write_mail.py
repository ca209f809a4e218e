"""What the mail of a stage says, from the case as it stood then, the order, the shop and the decision's explanation.

Laws: the same event gives the same words; who got a present reads of no price and of no payment; money is called sent
only once the provider has said so (that is when the stage comes); everything else stands on the page that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Item
from amends.core.cases.evolve import fold
from amends.core.cases.log import Happened
from amends.core.cases.postage import postage_of
from amends.core.cases.stages import Telling, now_of
from amends.core.cases.states import State
from amends.core.dates import Instant, end_of_day, local_day, place_of
from amends.core.engine.wording import amount_in_words, day_in_words, moment_in_words
from amends.core.mail.addresses import Ours, message_id, reply_address
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.core.withdrawal import Labels, labels_in
from amends.languages import Language
from amends.ports.mail import Attachment, Button, Cited, Look, Mail, Mailbox, Row
from amends.records.shops import ShopRow
from amends.usecases.mail_words import ENGLISH, NAME, MailWords, News
from amends.usecases.show_case import ShownCase, ShownItem

_OPENING = ("case_opened", "answered")
_UNDECIDED = ("link", "withdrawn", "expired")  # stages that no clause has decided
# Stages that tell of other money.
_NO_PROMISE = frozenset({"paid_out", "postage_paid", "postage_taken_back", "credit_given", "offer_made"})
_PRICED = ("store_credit",)  # what who got a present may know the amount of


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a mail needs beside its words."""

    ours: Ours
    sender: str  # the address that the server sends from
    key: str  # of the effect
    token: str  # of the case's reply address; nothing: the reader may not write into the case
    page: str  # where the button leads
    earlier: tuple[str, ...] = ()  # ids of the case's mails before this one, the first one first
    attachments: tuple[Attachment, ...] = ()
    message: str = ""  # what a person wrote, where the mail carries that
    to: Mailbox | None = None  # who is written to, where it is not who placed the order


@lru_cache(maxsize=32)
def words_of(language: Language) -> MailWords:
    """This function will return what mails say in that language."""
    return language.tables(ENGLISH, NAME)


def write_mail(shop: ShopRow, found: ShownCase, body: Mapping[str, Any], envelope: Envelope) -> Mail:
    """This function will write the mail of the stage that the effect's body names, in the language of the case."""
    writing = _Writing(shop, found, str(body["stage"]), int(body["event"]), str(body.get("item", "")))
    writing.is_for_helper = "contact" in body
    says = writing.says
    ours, number = envelope.ours, found.row.number
    news = writing.news
    subject = says.subject.format(thing=writing.thing, number=number, news=news.subject.format_map(writing.words))
    if writing.stated_in is not None:
        subject = f"{number}: {news.subject}"
    is_message = writing.stage == "message_sent"
    words = writing.words
    return Mail(
        id=message_id(ours, number, envelope.key),
        sender=Mailbox(envelope.sender, shop.name),
        recipient=envelope.to or Mailbox(found.order.email, found.order.customer_name),
        reply_to=reply_address(ours, number, envelope.token) if envelope.token else ours.address,
        subject=subject,
        headline=news.headline.format_map(words),
        look=look_of(shop),
        paragraphs=(envelope.message,) if is_message else tuple(writing.paragraphs()),
        rows=() if is_message else tuple(writing.rows()),
        clauses_title=says.clauses,
        clauses=() if is_message else tuple(writing.clauses()),
        buttons=(Button(says.open.format(thing=writing.thing), envelope.page),),
        address_title=says.post_to,
        address=writing.address(),
        closing=(says.closing,),
        attachments=envelope.attachments,
        in_reply_to=envelope.earlier[-1] if envelope.earlier else "",
        references=envelope.earlier[:1] + envelope.earlier[1:][-9:],
        automatic="" if is_message else "auto-generated",
        language=writing.language.code,
        direction=writing.language.direction,
    )


def look_of(shop: ShopRow) -> Look:
    """This function will return how the shop's mails look."""
    light, dark, font = (shop.theme.get(name) for name in ("light", "dark", "heading_font"))
    return Look(
        shop=shop.name,
        light=light if isinstance(light, dict) else {},
        dark=dark if isinstance(dark, dict) else {},
        heading_font=str(font or "").replace('"', "'"),
        foot=(", ".join(shop.address), *(one for one in (shop.email, shop.phone) if one)),
    )


class _Writing:
    """One mail being written."""

    def __init__(self, shop: ShopRow, found: ShownCase, stage: str, number: int, item_id: str) -> None:
        self.shop, self.found, self.stage = shop, found, stage
        self.language: Language = found.language
        self.says = words_of(self.language)
        self.is_for_helper = False
        history = found.history[:number] or found.history
        self.happened: Happened = history[-1]
        self.case: Case = fold(history)
        named = set(getattr(self.happened.event, "items", ()) if stage == "label_made" else ({item_id} - {""}))
        of_case = self.case.items[:1] if stage == "link" else self.case.items
        self.items: tuple[Item, ...] = tuple(one for one in of_case if not named or one.id in named)
        self.shown: dict[str, ShownItem] = {one.item.id: one for one in found.items}

    @property
    def thing(self) -> str:
        """This property will hold what the mail is about, in a word."""
        names = {self.says.things.get(one.remedy, self.says.other_thing) for one in self.items}
        return names.pop() if len(names) == 1 else self.says.several

    @property
    def news(self) -> News:
        """This property will hold what the mail brings."""
        stated = self.stated_in
        if stated is not None:
            return News(stated.told, stated.holds, (stated.reached,))
        if self.stage not in _OPENING:
            return self.says.news[self.stage]
        outcomes = {one.answer.outcome for one in self.items}
        return self.says.news[f"{self.stage}.{outcomes.pop() if len(outcomes) == 1 else 'mixed'}"]

    @property
    def stated_in(self) -> Labels | None:
        """This property will hold the words of a withdrawal that was made in a language in which we have no mails."""
        event = self.happened.event
        if self.stage != "withdrawal" or not isinstance(event, e.CaseOpened) or not event.stated:
            return None
        labels = labels_in(event.stated["language"])
        return labels if labels.language != self.language.code.partition("-")[0] else None

    @property
    def words(self) -> dict[str, str]:
        """This property will hold what the places of sentences are filled with; empty where it is not known."""
        by = next((one.act_by for one in self.items if one.act_by is not None), None)
        amount = self._amount()
        return {
            "thing": self.thing,
            "shop": self.shop.name,
            "amount": "" if amount is None else self.money(amount),
            "by": "" if by is None else self.date(by),
            "at": self.moment(self.happened.at),
        }

    def money(self, minor: int) -> str:
        """This function will write an amount."""
        return amount_in_words(minor, self.found.policy, self.language.words)

    def date(self, at: Instant) -> str:
        """This function will write by when: the day where it is a whole one, else the minute by the shop's clock."""
        zone = self.found.policy.shop.zone
        day = local_day(at, zone)
        if end_of_day(day, zone) == at:
            return day_in_words(day, self.language.words)
        return self.moment(at)

    def moment(self, at: Instant) -> str:
        """This function will write a moment by the shop's clock, and say that it is that clock."""
        moment = moment_in_words(at, self.found.policy, self.language.words)
        return self.says.shop_time.format(moment=moment, place=place_of(self.found.policy.shop.zone))

    def paragraphs(self) -> Iterator[str]:
        """This function will yield what follows the headline."""
        words = self.words
        for sentence in self.news.sentences:
            if not any(f"{{{name}}}" in sentence and not words[name] for name in words):
                yield sentence.format_map(words)
        if self.stage == "withdrawal":
            yield self.found.row.note
        if isinstance(self.happened.event, e.Inspected) and self.happened.event.kept_minor:
            yield self.happened.event.reason
            yield self.says.object
        if self.stage in (*_OPENING, "withdrawal"):
            for one in self.items:
                yield from self._of_answer(one)
        if self.stage == "quote_made" and self.items[0].quote and self.items[0].quote.says:
            yield self.items[0].quote.says
        if self.stage == "piece_sent" and any(one.ends is State.REFUSED for one in self.items):
            yield self.says.not_accepted
        if self.address():
            yield self.says.post_alone.format(number=self.found.row.number)

    def _of_answer(self, item: Item) -> Iterator[str]:
        shown = self.shown.get(item.id)
        if item.answer.person:
            yield self.says.by_hand
            yield item.answer.reason
        elif shown is not None and shown.explained is not None:
            explained = shown.explained
            if item.answer.outcome == "refused":
                yield from (*explained.ways, *explained.instead)
            elif item.answer.outcome == "accepted":
                yield from (() if self.found.row.case.by == GIFT_RECIPIENT else explained.terms)
                # How to ask for a return is no matter of whoever has withdrawn: they have asked for nothing.
                told = (one for one in explained.advice if one.law is not None or self.stage != "withdrawal")
                yield from (f"{one.says} {one.detail}".strip() for one in told)

    def rows(self) -> Iterator[Row]:
        """This function will yield the figures and dates."""
        if self.found.row.case.by != GIFT_RECIPIENT and not self.is_for_helper:
            yield Row(self.says.rows["order"], self.found.order.number)
        if self.stage == "link":
            return
        for item in self.items:
            yield Row(self.says.rows["piece"], self._piece(item))
            yield from self._of_event(item)
            yield from self._of_money(item)
            yield from self._of_next(item)

    def _piece(self, item: Item) -> str:
        line = self.found.order.line(item.line_id)
        name = line.name if line else item.line_id
        return name if item.quantity == 1 else f"{item.quantity} × {name}"

    def _of_event(self, item: Item) -> Iterator[Row]:
        match self.happened.event:
            case m.QuoteMade(quote=quote):
                parts = (("labour", quote.labour_minor), ("materials", quote.materials_minor),
                         ("postage", quote.postage_minor), ("total", quote.total_minor))  # fmt: skip
                yield from (Row(self.says.rows[name], self.money(minor)) for name, minor in parts if minor)
            case m.PayoutDone():
                yield from self._of_payouts(item)
            case m.PostagePaid(ref=ref) if ref:
                yield Row(self.says.rows["ref"], ref)
            case m.CreditGiven() as given:
                yield from self._of_credit(item, given)
            case e.PieceSent(carrier=carrier, tracking=tracking):
                yield from self._tracked(carrier, tracking)
            case e.LabelMade(carrier=carrier, tracking=tracking, expires_at=ends):
                yield from self._tracked(carrier if carrier != "own" else "", tracking)
                if ends is not None:
                    yield Row(self.says.rows["until"], self.date(ends))
            case e.CustomsHeld() | e.CustomsReminded():
                open_tasks = (one for one in item.tasks if one.id not in item.tasks_done)
                yield from (
                    Row(self.says.rows["task"], self.says.task.format(task=one.says, date=self.date(one.by)))
                    for one in open_tasks
                )

    def _of_payouts(self, item: Item) -> Iterator[Row]:
        labels = {one.id: one.label for one in self.found.order.payments}
        for one in item.payouts:
            if one.state == "done":
                yield Row(
                    self.says.rows["paid_to"],
                    f"{labels.get(one.payment_id) or self.says.to_you}: {self.money(one.amount_minor)}",
                )
                if one.ref:
                    yield Row(self.says.rows["ref"], one.ref)

    def _of_credit(self, item: Item, given: m.CreditGiven) -> Iterator[Row]:
        code = next((one.code for one in self.found.credits if one.item_id == item.id), given.credit)
        if self.found.row.case.by != GIFT_RECIPIENT:  # nobody has proven whose address theirs is: the page has it
            yield Row(self.says.rows["code"], code)
        if given.bonus_minor:
            yield Row(self.says.rows["bonus"], self.money(given.bonus_minor))
        if given.expires_at is not None:
            yield Row(self.says.rows["until"], self.date(given.expires_at))

    def _of_money(self, item: Item) -> Iterator[Row]:
        if self.found.row.case.by == GIFT_RECIPIENT and item.remedy not in _PRICED:
            return
        give = item.answer.give_minor
        if item.is_granted and give > 0 and self.stage not in _NO_PROMISE:
            yield Row(self.says.rows["get"], self.money(give))
        money_by = item.money_by
        if money_by is not None and money_by != item.act_by and money_by >= self.happened.at and item.is_granted:
            day = self.date(money_by)
            said = self.says.or_later.format(date=day) if item.waits_for_goods else day
            yield Row(self.says.rows["money_by"], said)
        if item.open_due is not None:
            yield Row(self.says.rows["pay"], self.money(item.open_due.amount_minor))

    def _of_next(self, item: Item) -> Iterator[Row]:
        told = self._telling(item)
        yield Row(self.says.rows["next"], told.next)
        if told.who in self.says.actors:
            yield Row(self.says.rows["who"], self.says.actors[told.who])
        if item.act_by is not None:
            yield Row(self.says.rows["by"], self.date(item.act_by))
            if told.late:
                yield Row(self.says.rows["late"], told.late)

    def _telling(self, item: Item) -> Telling:
        shown = self.shown.get(item.id)
        shop_pays = shown is not None and shown.terms.return_postage == "shop"
        return now_of(item, shop_pays=shop_pays, tellings=self.language.tellings)

    def clauses(self) -> Iterator[Cited]:
        """This function will yield the clauses that decided, in the shop's words."""
        known = {clause.id: clause.says for clause in self.found.policy.all_clauses}
        ids = [name for one in self.items for name in one.answer.clauses]
        if self.stage == "turned_down" or self._is_turned_down():
            ids = [name for one in self.items if one.inspection for name in one.inspection.clauses]
        if self.stage not in _UNDECIDED and not self._is_undone():
            yield from (Cited(name, known[name]) for name in dict.fromkeys(ids) if known.get(name))

    def _is_turned_down(self) -> bool:
        return getattr(self.happened.event, "why", "") == "turned_down"

    def _is_undone(self) -> bool:
        """What goes back because the customer took the wish back, or let it run out, was decided by no clause."""
        return self.stage == "due_returned" and getattr(self.happened.event, "why", "") in _UNDECIDED

    def address(self) -> tuple[str, ...]:
        """This function will return where the goods go, where the customer posts them without a label of ours."""
        alone = any(one.posts_alone for one in self.items)
        return self.shop.address if alone and self.stage in {*_OPENING, "withdrawal", "due_paid", "reminded"} else ()

    def _amount(self) -> int | None:
        event, item = self.happened.event, self.items[0] if self.items else None
        match event:
            case m.OfferMade(amount_minor=minor):
                return minor
            case m.QuoteMade(quote=quote):
                return quote.total_minor
            case m.DuePaid(due=due) if item is not None:
                return next((one.amount_minor for one in item.dues if one.id == due), None)
            case m.PostagePaid(item=item_id, pay=pay) | m.PostageTakenBack(item=item_id, pay=pay):
                return postage_of(self.case.item(item_id), pay).amount_minor
            case m.DueReturned(amount_minor=minor):
                return minor
            case e.Inspected(kept_minor=minor) if minor:
                return minor
            case m.PayoutDone() if item is not None:
                return item.paid_minor
            case m.CreditGiven(amount_minor=minor, bonus_minor=bonus):
                return minor + bonus
        return None

    def _tracked(self, carrier: str, tracking: str) -> Iterator[Row]:
        if carrier:
            yield Row(self.says.rows["carrier"], carrier)
        if tracking:
            yield Row(self.says.rows["tracking"], tracking)
