"""The mails of a sample shop can be looked at on one's own machine, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.integrations.mail.sample_mail import mail
from tests.sample_shops import shop

from amends.integrations.mail.send import FolderMailer, name_of
from amends.records.shops import save_shop

pytestmark = pytest.mark.usefixtures("shops")
SENT = mail(subject="Your return R-ABCDE: <b>we</b> have your parcel", headline="We have <script>it</script>.")
PAGES = ["", f"/{name_of(SENT.id).removesuffix('.eml')}", f"/{name_of(SENT.id).removesuffix('.eml')}/page"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A folder with one mail of the silver shop."""
    settings.AMENDS_MAIL = {"server": "", "sender": "", "folder": tmp_path}
    FolderMailer(tmp_path / "silver").send(SENT)
    (tmp_path / "secret.eml").write_text("Subject: not for you\n\nno")
    return tmp_path


def address(page: str) -> str:
    return f"/silver/mails{page or '/'}"


def test_the_list_leads_to_the_mail_and_the_mail_to_its_page(client: Client) -> None:
    listed, one, page = (client.get(address(name)) for name in PAGES)
    assert f'href="{address(PAGES[1])}"' in listed.content.decode()
    assert "&lt;b&gt;we&lt;/b&gt;" in listed.content.decode()
    assert f'href="{address(PAGES[2])}"' in one.content.decode()
    assert "We have &lt;script&gt;it&lt;/script&gt;." in one.content.decode()
    assert "label.pdf" in one.content.decode()
    assert "<script>" not in page.content.decode()
    assert 'src="data:image/png;base64,' in page.content.decode()
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in page["Content-Security-Policy"]
    assert "allow-scripts" not in page["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_there_is_no_such_page_with_a_mail_server_for_a_real_shop_or_where_others_come(
    client: Client, settings: Settings, page: str
) -> None:
    assert client.get(address(page)).status_code == 200
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="https://returns.example.com")
    assert client.get(address(page)).status_code == 404
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="")
    save_shop(replace(shop("silver"), sample_day=None), 2)
    assert client.get(address(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_there_is_no_such_page_beside_a_mail_server(client: Client, settings: Settings, page: str) -> None:
    settings.AMENDS_MAIL = {**settings.AMENDS_MAIL, "server": "smtp://localhost"}
    assert client.get(address(page)).status_code == 404


@pytest.mark.parametrize("name", ["../secret", "..%2Fsecret", "secret", "%2e%2e/secret", "a" * 300])
def test_no_other_file_is_shown(client: Client, name: str) -> None:
    assert client.get(f"/silver/mails/{name}").status_code == 404


def test_another_shops_mails_are_not_here(client: Client) -> None:
    assert client.get(f"/piercing/mails{PAGES[1]}").status_code == 404
