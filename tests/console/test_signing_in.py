"""Signing in: by invitation, with a second step, under limits that every process shares, and never to another site."""

from __future__ import annotations

import re
import time
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from pytest_django import Settings
from tests.sample_shops import AT, shop

from amends.cli.staff import invite
from amends.core.errors import AmendsError
from amends.records import models
from amends.records.members import members_of
from amends.usecases.change_member import change_member
from amends.usecases.invite_member import MemberRefused, invite_member
from amends.usecases.load_sample_staff import load_sample_staff, sample_address, sample_password

pytestmark = pytest.mark.usefixtures("staffed")
SIGN_IN = "/console/account/sign-in/"
OWNER = sample_address("owner", "silver")
NEW = "four words that belong together"


def sign_in(client: Client, address: str = OWNER, password: str = "", **more: str) -> tuple[int, str]:
    given = password or sample_password(django_settings.SECRET_KEY)
    response = client.post(SIGN_IN, {"login": address, "password": given, **more})
    return response.status_code, response.get("Location", "")


class TestSigningIn:
    def test_opens_the_shop(self, client: Client) -> None:
        assert sign_in(client) == (302, "/console/")
        assert client.get("/console/")["Location"] == "/console/silver/"

    def test_gives_the_session_another_id(self, client: Client) -> None:
        """ATK25: an id that somebody planted is worth nothing afterwards."""
        client.get("/console/silver/")
        session = client.session
        session["planted"] = "yes"
        session.save()
        before = session.session_key
        client.cookies[django_settings.SESSION_COOKIE_NAME] = str(before)
        sign_in(client)
        assert client.session.session_key != before

    @pytest.mark.parametrize(
        "target",
        [
            "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)",
            "http://testserver/console/silver/", "\\\\evil.example", "/%5cevil.example/..//evil", "///evil.example",
        ],
    )  # fmt: skip
    def test_leads_to_no_other_site(self, client: Client, target: str) -> None:
        """ATK23."""
        status, location = sign_in(client, next=target)
        assert status == 302
        assert location.startswith("/")
        assert not location.startswith("//")
        assert "evil" not in location.replace("/%5cevil.example/..//evil", "")

    def test_leads_back_to_where_one_was_going(self, client: Client) -> None:
        asked = client.get("/console/silver/?part=all")
        assert asked["Location"] == f"{SIGN_IN}?next=/console/silver/%3Fpart%3Dall"
        assert sign_in(client, next="/console/silver/?part=all")[1] == "/console/silver/?part=all"

    def test_says_the_same_of_no_account_and_of_a_wrong_password(self, client: Client) -> None:
        pages = []
        for address in (OWNER, "nobody@example.net"):
            response = client.post(SIGN_IN, {"login": address, "password": "wrong"})
            body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
            pages.append((response.status_code, body.replace(address, "ADDRESS")))
        assert pages[0] == pages[1]

    def test_there_is_none_to_sign_up(self, client: Client) -> None:
        assert client.get("/console/account/join/").status_code == 404
        assert client.post("/console/account/join/", {"email": "x@example.net"}).status_code == 405
        for address in ("signup/", "email/", "confirm-email/", "login/code/"):
            assert client.get(f"/console/account/{address}").status_code == 404


class TestLimits:
    def test_are_counted_in_the_database(self) -> None:
        assert isinstance(caches["default"], DatabaseCache)

    def test_five_wrong_passwords_close_the_account_for_a_while(self, client: Client) -> None:
        for _ in range(5):
            assert sign_in(client, password="wrong")[0] == 200
        status, _ = sign_in(client)
        assert status == 200
        response = client.post(SIGN_IN, {"login": OWNER, "password": sample_password(django_settings.SECRET_KEY)})
        assert "Too many attempts" in response.content.decode()

    def test_another_account_is_not_closed_with_it(self, client: Client) -> None:
        for _ in range(5):
            sign_in(client, password="wrong")
        assert sign_in(client, sample_address("finance", "silver"))[0] == 302

    def test_who_says_to_be_forwarded_is_counted_all_the_same(self, client: Client) -> None:
        """ATK10: one machine, many addresses made up."""
        for number in range(10):
            client.post(
                SIGN_IN, {"login": f"a{number}@example.net", "password": "x"}, HTTP_X_FORWARDED_FOR=f"1.2.3.{number}"
            )
        assert sign_in(client)[0] == 200


class TestInvitations:
    def link(self, email: str = "eve@example.net", role: str = "support") -> str:
        uid, key = invite_member(shop("silver"), email, role, "Eve", AT).key.split("-", 1)
        return f"/console/account/password/{uid}-{key}/"

    def set_password(self, client: Client, link: str) -> int:
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0] if form.redirect_chain else link
        return client.post(address, {"password1": NEW, "password2": NEW}).status_code

    def test_set_a_password_once(self, client: Client) -> None:
        link = self.link()
        assert self.set_password(client, link) == 302
        assert sign_in(Client(), "eve@example.net", NEW)[0] == 302
        again = Client().get(link, follow=True)
        assert "no longer works" in again.content.decode()

    def test_the_command_line_prints_the_link(self, client: Client) -> None:
        """By which the first owner of a shop comes in."""
        told, link = invite(shop("silver"), "eve@example.net", "owner", "", "http://testserver")
        assert told == "eve@example.net is a member of Wrenfold: owner."
        assert self.set_password(client, link.split("http://testserver")[1]) == 302
        _, again = invite(shop("piercing"), "eve@example.net", "support", "", "http://testserver")
        assert again.endswith("sign in at http://testserver/console/account/sign-in/")

    def test_who_invites_to_another_shop_too_can_set_no_password(self, client: Client) -> None:
        """Else an owner of one shop invites a person whom another shop waits for, and comes in there as them."""
        before = self.link()
        invited = invite_member(shop("piercing"), "eve@example.net", "support", "Eve", AT)
        assert invited.elsewhere
        assert "no longer works" in client.get(before, follow=True).content.decode()
        uid, key = invited.key.split("-", 1)
        assert self.set_password(client, f"/console/account/password/{uid}-{key}/") == 302

    def test_looking_at_the_link_uses_nothing_up(self, client: Client) -> None:
        """Mail scanners fetch links before people do."""
        link = self.link()
        for _ in range(3):
            Client().get(link, follow=True)
        assert self.set_password(client, link) == 302

    def test_a_changed_link_opens_nothing(self, client: Client) -> None:
        link = self.link()
        other = link[:-2] + ("a" if link[-2] != "a" else "b") + "/"
        assert "no longer works" in client.get(other, follow=True).content.decode()

    def test_the_link_stands_in_no_address_that_follows(self, client: Client) -> None:
        form = client.get(self.link(), follow=True)
        assert form.redirect_chain[-1][0].endswith("-set-password/")

    @pytest.mark.parametrize("password", ["short", "password1234", "eve@example.net"])
    def test_weak_passwords_are_told(self, client: Client, password: str) -> None:
        form = client.get(self.link(), follow=True)
        response = client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
        assert response.status_code == 200
        assert "There is a problem" in response.content.decode()

    @pytest.mark.parametrize(
        ("email", "role"), [("no address", "support"), ("x@example.net", "king"), (OWNER, "support")]
    )
    def test_what_cannot_be_meant_is_refused(self, email: str, role: str) -> None:
        with pytest.raises(MemberRefused):
            invite_member(shop("silver"), email, role, "", AT)

    def test_who_comes_back_has_a_place_of_their_own(self) -> None:
        invite_member(shop("silver"), "eve@example.net", "support", "", AT)
        change_member("silver", "eve@example.net", "", AT)
        invite_member(shop("silver"), "EVE@example.net ", "warehouse", "", AT)
        assert [one.role for one in members_of("silver") if one.email == "eve@example.net"] == ["warehouse"]
        assert models.Member.objects.filter(shop_id="silver", user__email="eve@example.net").count() == 2

    def test_a_shop_keeps_an_owner(self) -> None:
        for role in ("", "support"):
            with pytest.raises(AmendsError):
                change_member("silver", OWNER, role, AT)


ELSEWHERE = {"host": "localhost:6666"}  # whoever asks for a mail chooses what the request says of the host


class TestMails:
    def sent(self, folder: Path) -> list[str]:
        """This function will return the mails in the folder, as their readers see the plain part."""
        found = [BytesParser(policy=default).parsebytes(one.read_bytes()) for one in sorted(folder.rglob("*.eml"))]
        parts = [one.get_body(("plain",)) for one in found]
        return [
            f"{one['To']} {one['Subject']} {part.get_content()}" for one, part in zip(found, parts, strict=True) if part
        ]

    def test_a_forgotten_password_is_set_by_a_link_that_works_once(self, client: Client, tmp_path: Path) -> None:
        client.post("/console/account/password/forgotten/", {"email": OWNER}, headers=ELSEWHERE)
        [mail] = self.sent(tmp_path)
        link = re.findall(rf"{django_settings.AMENDS_ADDRESS}(/console/account/password/\S+/)", mail)[0]
        form = client.get(link, follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
        assert sign_in(Client(), OWNER, NEW)[0] == 302
        assert sign_in(Client(), OWNER)[0] == 200
        assert "no longer works" in Client().get(link, follow=True).content.decode()
        assert any("password" in one and "changed" in one for one in self.sent(tmp_path))

    def test_an_address_without_an_account_is_told_the_same_and_sent_nothing(
        self, client: Client, tmp_path: Path
    ) -> None:
        """ATK26: neither is there more than three an hour for one that has."""
        pages = []
        for address in ("nobody@example.net", *[OWNER] * 5):
            response = client.post("/console/account/password/forgotten/", {"email": address})
            pages.append((response.status_code, response.get("Location")))
        assert len(self.sent(tmp_path)) == 3
        assert pages[0] == pages[1]

    def test_who_is_invited_on_the_page_gets_the_link(self, client: Client, tmp_path: Path) -> None:
        sign_in(client)
        given = {"email": "eve@example.net", "name": "Eve", "role": "support"}
        page = client.post("/console/silver/members", given, headers=ELSEWHERE).content.decode()
        [mail] = self.sent(tmp_path)
        assert "eve@example.net" in mail
        assert "Wrenfold" in mail
        link = re.findall(rf"{django_settings.AMENDS_ADDRESS}(/console/account/password/\S+/)", mail)[0]
        assert f"{django_settings.AMENDS_ADDRESS}{link}" in page
        assert "6666" not in mail + page
        assert "A mail has gone there" in page

    def test_who_invites_does_not_see_a_link_that_a_mail_brings(self, client: Client, settings: Settings) -> None:
        sign_in(client)
        settings.AMENDS_MAIL = {"server": "smtp://127.0.0.1:9", "sender": "a@example.com", "folder": None}
        given = {"email": "eve@example.net", "name": "Eve", "role": "support"}
        page = client.post("/console/silver/members", given).content.decode()
        assert "eve@example.net is invited" in page
        assert "account/password/" not in page
        assert "has a password already" not in page

    def test_a_mail_that_cannot_be_sent_breaks_no_page(self, client: Client, settings: Settings) -> None:
        settings.AMENDS_MAIL = {"server": "smtp://127.0.0.1:9", "sender": "a@example.com", "folder": None}
        response = client.post("/console/account/password/forgotten/", {"email": OWNER})
        assert response.status_code == 302


class TestSampleStaff:
    def test_sign_in_by_one_press(self, client: Client) -> None:
        response = client.post("/console/account/try/", {"shop": "silver", "role": "finance"})
        assert (response.status_code, response["Location"]) == (302, "/console/silver/")

    def test_are_told_with_their_password_while_their_shops_are_samples(self, client: Client) -> None:
        password = sample_password(django_settings.SECRET_KEY)
        assert password in client.get(SIGN_IN).content.decode()
        models.Shop.objects.update(sample_day=None)
        page = client.get(SIGN_IN).content.decode()
        assert password not in page
        assert "invented" not in page

    def test_of_a_real_shop_there_are_none(self, client: Client) -> None:
        models.Shop.objects.filter(id="silver").update(sample_day=None)
        assert client.post("/console/account/try/", {"shop": "silver", "role": "owner"}).status_code == 404
        models.Member.objects.filter(shop_id="silver").delete()
        load_sample_staff(lambda _: None, "secret", AT)
        assert not members_of("silver")

    def test_never_belong_to_a_real_shop_too(self, client: Client) -> None:
        """Their password is known to everybody."""
        models.Shop.objects.filter(id="piercing").update(sample_day=None)
        with pytest.raises(MemberRefused):
            invite_member(shop("piercing"), OWNER, "owner", "", AT)
        models.Member.objects.create(
            shop_id="piercing", id="both", user_id=User.objects.get(email=OWNER).pk, role="owner",
            added_at=models.Member.objects.earliest("added_at").added_at,
        )  # fmt: skip
        assert client.post("/console/account/try/", {"shop": "silver", "role": "owner"}).status_code == 404

    def test_are_told_once_on_the_terminal(self) -> None:
        said: list[str] = []
        load_sample_staff(said.append, "secret", AT)
        load_sample_staff(said.append, "secret", AT)
        assert len(members_of("silver")) == 4
        assert sample_password("secret") in said[0]
        assert sample_password("secret") != sample_password("another")


class TestTheSecondStep:
    def set_up(self) -> tuple[str, list[str]]:
        client = Client()
        sign_in(client)
        asked = client.get("/console/account/app/set-up/")["Location"]  # the password once more
        given = {"password": sample_password(django_settings.SECRET_KEY), "next": "/console/account/app/set-up/"}
        assert client.post(asked, given)["Location"] == "/console/account/app/set-up/"
        page = client.get("/console/account/app/set-up/").content.decode()
        secret = re.findall(r'class="key">([A-Z2-7]+)<', page)[0]
        response = client.post("/console/account/app/set-up/", {"code": code_of(secret)}, follow=True)
        codes = re.findall(r"<code>(\d+)</code>", response.content.decode())
        return secret, codes

    def test_asks_for_a_code_after_the_password(self) -> None:
        secret, _ = self.set_up()
        client = Client()
        assert sign_in(client) == (302, "/console/account/code/")
        assert client.get("/console/silver/").status_code == 302  # the password alone opens nothing
        wrong = client.post("/console/account/code/", {"code": "000000"})
        assert "not right" in wrong.content.decode()
        cache.clear()
        right = client.post("/console/account/code/", {"code": code_of(secret, 1)})
        assert right["Location"] == "/console/"

    def test_a_recovery_code_works_once(self) -> None:
        _, codes = self.set_up()
        assert len(codes) == 10
        for expected in (302, 200):
            client = Client()
            sign_in(client)
            assert client.post("/console/account/code/", {"code": codes[0]}).status_code == expected

    def test_every_page_of_an_account_is_there(self) -> None:
        """A template that asks for a name that its view does not give would fail, and only when somebody looks."""
        strangers = ("sign-in/", "join/", "closed/", "password/forgotten/", "password/sent/", "password/done/")
        pages = {one: Client().get(f"/console/account/{one}").status_code for one in strangers}
        assert pages == {**dict.fromkeys(strangers, 200), "join/": 404}
        secret, _ = self.set_up()
        client = Client()
        sign_in(client)
        client.post("/console/account/code/", {"code": code_of(secret, 1)})
        assert client.get("/console/account/code/again/").status_code == 200
        client.post("/console/account/again/", {"password": sample_password(django_settings.SECRET_KEY)})
        own = ("", "password/", "codes/", "codes/new/", "codes/file/", "app/remove/", "again/", "sign-out/")
        assert {one: client.get(f"/console/account/{one}").status_code for one in own} == dict.fromkeys(own, 200)
        assert client.post("/console/account/app/remove/").status_code == 302


def code_of(secret: str, steps_on: int = 0) -> str:
    """This function will return the code that an app shows now, or some steps later; its clock is the real one."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_on)))
