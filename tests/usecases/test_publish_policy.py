"""From a proposal to a published version: who may, from which day on, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from tests.sample_shops import AT, put_in_place, shop

from amends.cli.policy_publish import NoSuchMember, owner_named, publish
from amends.core.dates import instant_of, local_day
from amends.core.errors import AmendsError, PolicyInvalid
from amends.core.policy.load import load_policy
from amends.core.policy.versions import VersionsClash
from amends.examples import folder
from amends.languages import language_named
from amends.records import models
from amends.records.members import MemberRow, members_of
from amends.records.policies import policy_for, policy_with, save_policy, told_for, versions_of
from amends.records.proposals import EndedAlready, add_proposal, add_step, proposals_of, proposed_text
from amends.records.shops import ShopRow
from amends.usecases.ask_two_people import NobodyElse, ask_one_person, ask_two_people
from amends.usecases.change_member import change_member
from amends.usecases.invite_member import invite_member
from amends.usecases.load_sample_staff import load_sample_staff
from amends.usecases.propose_policy import MayNotPublish, PolicyNotTaken, propose_policy
from amends.usecases.publish_policy import (
    AnotherCameBetween,
    AnotherPersonPublishes,
    ProposalSettled,
    StartsTooEarly,
    needs_two,
    publish_policy,
    withdraw_policy,
)
from amends.usecases.read_policies import read_proposal
from amends.usecases.read_policy import calendar_for, read_text

DAY = 86_400_000_000
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The silver shop with its staff, and another owner."""
    with django_db_blocker.unblock():
        put_in_place("silver")
        load_sample_staff(lambda _: None, django_settings.SECRET_KEY, AT)
        invite_member(shop("silver"), "second@example.net", "owner", "Second", AT)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.usefixtures("loaded"), pytest.mark.django_db]


def member(role: str = "owner", place: int = 0) -> MemberRow:
    """Somebody of the silver shop."""
    return [one for one in members_of("silver") if one.role == role][place]


def text(version: str = "2026-winter", days: int = 30) -> str:
    """The policy of the silver shop with another window, under another name."""
    kept = read_text(folder("silver") / "policy.yaml")
    changed = kept.replace('version: "2023"', f"version: {version}").replace("{days: 35,", f"{{days: {days},")
    assert changed != kept
    return changed


def silver() -> ShopRow:
    """The shop."""
    return shop("silver")


def test_a_version_that_is_published_holds_from_its_first_day_and_no_earlier() -> None:
    day = TODAY + timedelta(days=3)
    proposal = propose_policy(silver(), member(), text(), AT, starts=day, note="shorter")
    before = policy_for(silver(), AT)
    assert before is not None
    assert len(versions_of("silver")) == 1  # a proposal changes nothing
    published = publish_policy(silver(), member(), proposal.id, AT)
    assert published.starts == day
    assert policy_for(silver(), AT) == before
    last = policy_for(silver(), AT + 2 * DAY)
    first = policy_for(silver(), AT + 3 * DAY)
    assert last == before
    assert first is not None
    assert first.version == "2026-winter"
    kept = proposals_of("silver")[0]
    assert (kept.state, kept.note, kept.proposed.by) == ("published", "shorter", member().id)
    assert f"starts: {day}" in proposed_text("silver", proposal.id)


def test_what_it_says_in_other_languages_is_kept_where_it_says_the_same() -> None:
    changed = (
        text()
        .replace("says: For hygiene", "says: Because of hygiene")
        .replace("It has to be unworn and unused", "It must be unworn and unused")
    )
    proposal = propose_policy(silver(), member(), changed, AT, starts=TODAY)
    policy = publish_policy(silver(), member(), proposal.id, AT).policy
    german = told_for(silver(), policy, language_named("de")).policy
    assert german.clause("B3-postage").says != policy.clause("B3-postage").says
    assert german.clause("B2-condition").says == policy.clause("B2-condition").says


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (lambda _: "amends: 1\nshop: no\n", PolicyInvalid),
        (lambda one: one.replace("id: silver", "id: gold", 1), PolicyNotTaken),
        (lambda one: one.replace("currency: USD", "currency: EUR"), PolicyNotTaken),
        (lambda one: one.replace("zone: America/New_York", "zone: Europe/Paris"), VersionsClash),
        (lambda one: one.replace("2026-winter", '"2023"'), VersionsClash),
        (lambda _: read_text(folder("silver") / "policy.yaml"), PolicyNotTaken),
    ],
)
def test_what_could_not_be_published_is_not_taken(changed: Callable[[str], str], error: type[AmendsError]) -> None:
    with pytest.raises(error):
        propose_policy(silver(), member(), changed(text()), AT)
    assert proposals_of("silver") == ()


def test_only_who_may_change_the_policy_may() -> None:
    for role in ("support", "warehouse", "finance"):
        with pytest.raises(MayNotPublish):
            propose_policy(silver(), member(role), text(), AT)
    proposal = propose_policy(silver(), member(), text(), AT, starts=TODAY)
    with pytest.raises(MayNotPublish):
        publish_policy(silver(), member("finance"), proposal.id, AT)


def test_a_proposal_is_settled_once() -> None:
    proposal = propose_policy(silver(), member(), text(), AT, starts=TODAY)
    withdraw_policy(silver(), member(), proposal.id, AT)
    with pytest.raises(ProposalSettled, match="withdrawn already"):
        publish_policy(silver(), member(), proposal.id, AT)
    with pytest.raises(EndedAlready):  # whatever a program forgets to ask, the table does not
        add_step("silver", "published", member().id, AT, proposal.id)
    assert [one.state for one in proposals_of("silver")] == ["withdrawn"]


def test_two_people_where_the_shop_asks_for_them() -> None:
    ask_two_people(silver(), member(), AT)
    proposal = propose_policy(silver(), member(), text(), AT, starts=TODAY)
    with pytest.raises(AnotherPersonPublishes):
        publish_policy(silver(), member(), proposal.id, AT)
    publish_policy(silver(), member(place=1), proposal.id, AT)
    kinds = list(models.PolicyStep.objects.filter(shop_id="silver").order_by("number").values_list("kind", "by"))
    first, second = member().id, member(place=1).id
    assert kinds == [("two_people", first), ("proposed", first), ("published", second)]


def test_what_was_looked_at_beside_another_version_is_looked_at_again() -> None:
    """Else a second person says yes to a page that told other differences than those that come."""
    tomorrow = TODAY + timedelta(days=1)
    before = propose_policy(silver(), member(), text("sooner", 21), AT, starts=TODAY)
    proposal = propose_policy(silver(), member(), text(), AT, starts=tomorrow)

    def looked_beside() -> str:
        considered = read_proposal(silver(), member(), proposal.id, language_named("en"), AT)
        assert considered is not None
        return considered.against.hash

    stale = looked_beside()
    publish_policy(silver(), member(), before.id, AT, against=stale)
    with pytest.raises(AnotherCameBetween):
        publish_policy(silver(), member(), proposal.id, AT, against=stale)
    publish_policy(silver(), member(), proposal.id, AT, against=looked_beside())
    assert [one.version for one in versions_of("silver")] == ["2026-winter", "sooner", "2023"]


def test_it_takes_two_to_go_back_to_one() -> None:
    ask_two_people(silver(), member(), AT)
    assert not ask_one_person(silver(), member(), AT)
    assert needs_two("silver")
    with pytest.raises(NobodyElse):
        ask_one_person(silver(), member(), AT)
    assert ask_one_person(silver(), member(place=1), AT)
    assert not needs_two("silver")


def test_who_left_and_came_back_is_no_second_person() -> None:
    ask_two_people(silver(), member(), AT)
    proposal = propose_policy(silver(), member(), text(), AT, starts=TODAY)
    assert not ask_one_person(silver(), member(), AT)
    before, email = member(), member().email
    change_member("silver", email, "", AT)
    again = invite_member(silver(), email, "owner", "Again", AT).member
    assert again.id != before.id
    with pytest.raises(AnotherPersonPublishes):
        publish_policy(silver(), again, proposal.id, AT)
    with pytest.raises(NobodyElse):
        ask_one_person(silver(), again, AT)
    with pytest.raises(MayNotPublish):  # nor is the place that has ended a way in
        publish_policy(silver(), replace(before, user_id=-1), proposal.id, AT)


def test_two_people_need_a_second_one() -> None:
    models.Member.objects.filter(id=member(place=1).id).update(role="support")
    with pytest.raises(NobodyElse):
        ask_two_people(silver(), member(), AT)


def test_a_start_in_the_past_has_to_be_proved() -> None:
    yesterday = TODAY - timedelta(days=1)
    worse = propose_policy(silver(), member(), text(), AT, starts=yesterday)
    with pytest.raises(StartsTooEarly):
        publish_policy(silver(), member(), worse.id, AT)


def test_what_is_shown_of_a_start_before_the_first_version_is_what_publishing_does() -> None:
    """The page compared with the first version, which does not hold that early, and offered what was then refused."""
    early = propose_policy(silver(), member(), text("earlier", days=35), AT, starts=date(2020, 1, 1))
    found = read_proposal(silver(), member(), early.id, language_named("en"), AT)
    assert found is not None
    assert not found.may_publish
    with pytest.raises(StartsTooEarly):
        publish_policy(silver(), member(), early.id, AT)


def test_from_the_command_line_the_same_rules_hold() -> None:
    assert owner_named("silver", "SECOND@example.net")[1] == member(place=1)
    with pytest.raises(NoSuchMember, match="no member"):
        owner_named("silver", "third@example.net")
    with pytest.raises(StartsTooEarly):
        publish(silver(), member(), text(), AT, starts=TODAY - timedelta(days=1))
    assert proposals_of("silver") == ()  # nothing is left of what could not be published
    assert "is published, for orders from 2026-11-22 on" in publish(silver(), member(), text(), AT, starts=TODAY)
    ask_two_people(silver(), member(), AT)
    assert "another owner publishes it" in publish(
        silver(), member(), text("spring", 20), AT, starts=TODAY + timedelta(days=1)
    )
    assert len(versions_of("silver")) == 2


def test_the_day_is_the_shops_own() -> None:
    """An hour before midnight in New York it is the next day in Greenwich already."""
    late = instant_of(datetime.fromisoformat("2026-11-23T04:00:00+00:00"))
    assert local_day(late, silver().zone) == TODAY.toordinal()
    proposal = propose_policy(silver(), member(), text(), late, starts=TODAY)
    assert publish_policy(silver(), member(), proposal.id, late).starts == TODAY


def test_a_version_from_before_unseen_characters_were_looked_for_still_answers_and_none_is_published_anew() -> None:
    unseen = text("before").replace("says: ", "says: \u2060", 1)
    before = load_policy(unseen, calendar_for, kept=True)
    save_policy("silver", before, unseen)
    assert "\u2060" in policy_with("silver", before.hash).clause("B1-window").says
    proposal = add_proposal("silver", before, unseen, "", member().id, AT)
    assert read_proposal(silver(), member(), proposal, language_named("en"), AT) is not None
    with pytest.raises(PolicyInvalid, match=r"U\+2060"):
        publish_policy(silver(), member(), proposal, AT)
    with pytest.raises(PolicyInvalid, match=r"U\+2060"):
        propose_policy(silver(), member(), unseen, AT)
