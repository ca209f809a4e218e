"""Queries on policies: every version that a shop ever had, word for word, read into the core's value."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models.functions import Now

from amends.core.claims import region_of
from amends.core.dates import Calendar, Moment, local_day
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.language import ShopTexts, Told, told_in
from amends.core.orders import Order
from amends.core.policy.floors import under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.policy.versions import place_on, silent
from amends.languages import SOURCE, Language
from amends.laws import floor_for, floor_texts
from amends.laws.kept import floor_from
from amends.records import models, plain_sql
from amends.records.laws import kept_law
from amends.records.shops import ShopRow

_STARTS = "SELECT hash, starts FROM records_policyversion WHERE shop_id = %s ORDER BY starts, added_at"
MOST_LOADED = 64  # policies kept ready in one process


def save_policy(shop_id: str, policy: Policy, text: str) -> bool:
    """This function will keep the version where it is new, and say whether it was."""
    _, added = models.PolicyVersion.objects.get_or_create(
        shop_id=shop_id,
        hash=policy.hash,
        defaults={
            "version": policy.version,
            "starts": date.fromordinal(policy.starts),
            "text": text,
            "calendar": calendar_document(policy.calendar),
            "added_at": Now(),
        },
    )
    return added


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a policy, without its clauses."""

    hash: str
    version: str
    starts: date


def versions_of(shop_id: str) -> tuple[Version, ...]:
    """This function will return the versions that the shop has had, the latest first."""
    found = models.PolicyVersion.objects.filter(shop_id=shop_id).order_by("-starts", "-added_at")
    return tuple(Version(*row) for row in found.values_list("hash", "version", "starts"))


def policy_for(shop: ShopRow, placed_at: Moment) -> Policy | None:
    """This function will return the policy under which the order falls; nothing where the shop never had any.

    An order that falls under no version gets the silent policy, which refers every claim to a person.
    """
    known = list(_by_start(shop.id))
    if not known:
        return None
    day = local_day(placed_at, shop.zone) if isinstance(placed_at, int) else None
    place = place_on([starts.toordinal() for _, starts in known], day)
    if place is None:
        return silent(policy_with(shop.id, known[-1][0]))
    return policy_with(shop.id, known[place][0])


def policy_of(shop: ShopRow, order: Order) -> Policy | None:
    """This function will return the policy under which the order falls, under the law of the consumer's country."""
    policy = policy_for(shop, order.placed_at)
    if policy is None or not isinstance(order.placed_at, int):
        return policy
    return under(policy, floor_for(order.country, region_of(order), local_day(order.placed_at, shop.zone), policy.shop))


def latest_policy(shop: ShopRow) -> Policy | None:
    """This function will return the version that starts last, if there is any."""
    known = list(_by_start(shop.id))
    return policy_with(shop.id, known[-1][0]) if known else None


def _by_start(shop_id: str) -> Iterable[tuple[Any, ...]]:
    return plain_sql.rows(_STARTS, shop_id)


@lru_cache(maxsize=MOST_LOADED)
def policy_with(shop_id: str, policy_hash: str) -> Policy:
    """This function will return the policy with that hash, as it was when it was kept, or one that follows from it.

    These are one that stands under a law, and one made silent.
    """
    versions = models.PolicyVersion.objects.filter(shop_id=shop_id)
    found = versions.filter(hash=policy_hash).first()
    if found is not None:
        calendar = calendar_from(found.calendar)
        return load_policy(found.text, lambda _: calendar, f"{shop_id}/policy.yaml", kept=True)
    lawful = kept_law(shop_id, policy_hash)
    if lawful is not None:
        own, law = policy_with(shop_id, lawful.policy_hash), lawful.law
        today = floor_for(law.country, law.region, law.day, own.shop)  # known already, where the law has not changed
        return under(own, today if today is not None and today.hash == law.hash else floor_from(law, own))
    kept = (policy_with(shop_id, one) for one in versions.values_list("hash", flat=True))
    return next(one for one in map(silent, kept) if one.hash == policy_hash)


def save_policy_texts(shop_id: str, policy_hash: str, language: str, texts: ShopTexts) -> None:
    """This function will keep what that version says in another language, or put it right."""
    kept = {"texts": msgspec.to_builtins(texts)}
    models.PolicyText.objects.update_or_create(shop_id=shop_id, hash=policy_hash, language=language, defaults=kept)
    _told.clear()


def carry_texts(shop_id: str, before: Policy, after: Policy) -> None:
    """This function will keep for a new version what the one before it says in other languages, where it says the same.

    A sentence that has changed is left to be translated anew; it is shown in the policy's own language until then.
    """
    said, now = _sentences(before), _sentences(after)
    same = {name for name, sentence in now.items() if said.get(name) == sentence}
    rows = models.PolicyText.objects.filter(shop_id=shop_id, hash=before.hash).values_list("language", "texts")
    for language, kept in rows:
        texts = msgspec.convert(kept, ShopTexts)
        says = {name: text for name, text in texts.says.items() if name in same}
        save_policy_texts(shop_id, after.hash, language, replace(texts, says=says))


def _sentences(policy: Policy) -> dict[str, str]:
    exceptions = {one.id: one.says for clause in policy.clauses for one in clause.unless}
    return {**{one.id: one.says for one in policy.clauses}, **exceptions}


_told: dict[tuple[str, str, str], Told] = {}


def told_for(shop: ShopRow, policy: Policy, language: Language) -> Told:
    """This function will return the policy as it is told in a language; what has no translation stays as it is.

    A process that has told it already does so in the same words until it starts again.
    """
    if language.code == shop.language == SOURCE:
        return Told(policy, language.words)
    key = (shop.id, policy.hash, language.code)
    found = _told.get(key)
    if found is None:
        texts = _kept_texts(shop, policy, language)
        if len(_told) >= MOST_LOADED * 4:
            _told.clear()
        floor = policy.floor
        law = floor_texts(floor.name[:2], language.code) if floor else None
        found = _told[key] = told_in(policy, language.words, texts, law)
    return found


def _kept_texts(shop: ShopRow, policy: Policy, language: Language) -> ShopTexts:
    """The shop writes its policy in its own language; what it has said in others is kept beside."""
    if language.code == shop.language:
        return ShopTexts()
    own = policy.own_hash or policy.hash
    rows = models.PolicyText.objects.filter(shop_id=shop.id, hash=own, language=language.code)
    kept = rows.values_list("texts", flat=True).first()
    return msgspec.convert(kept, ShopTexts) if kept is not None else ShopTexts()


_deciders: OrderedDict[tuple[str, str], Decider] = OrderedDict()


def decider_of(shop_id: str, policy: Policy) -> Decider:
    """This function will return the policy as something that decides claims quickly, the same one for the same hash."""
    key = (shop_id, policy.hash)
    found = _deciders.get(key)
    if found is None:
        found = _deciders[key] = compile_policy(policy)
        while len(_deciders) > MOST_LOADED:
            with suppress(KeyError):  # another thread was quicker
                _deciders.popitem(last=False)
    return found


def decider_with(shop_id: str, policy_hash: str) -> Decider:
    """This function will return the policy with that hash as something that decides claims quickly."""
    return _deciders.get((shop_id, policy_hash)) or decider_of(shop_id, policy_with(shop_id, policy_hash))


def calendar_document(calendar: Calendar) -> dict[str, Any]:
    """This function will return the public holidays as they are kept beside a policy."""
    days = sorted(calendar.holidays)
    return {"first_day": calendar.first_day, "last_day": calendar.last_day, "holidays": days}


def calendar_from(document: dict[str, Any]) -> Calendar:
    """This function will return the public holidays that `calendar_document` wrote."""
    return Calendar(frozenset(document["holidays"]), document["first_day"], document["last_day"])
