"""The variables about mail: what cannot be meant is refused at start, and a password is never repeated."""

from __future__ import annotations

import pytest

from amends.config.environment import EnvironmentInvalid, read_environment


def test_without_them_mails_are_files_and_go_from_each_shops_own_address() -> None:
    environment = read_environment({"AMENDS_HOME": "/somewhere"})
    assert (environment.mail_server, environment.mail_from) == ("", "")


@pytest.mark.parametrize("server", ["smtp://localhost", "smtps://a%40b:p@mail.example.com:465/", "smtp://[::1]:25"])
def test_servers_that_can_be_meant(server: str) -> None:
    assert read_environment({"AMENDS_HOME": "/somewhere", "AMENDS_MAIL_SERVER": server}).mail_server == server


@pytest.mark.parametrize("server", ["mail.example.com", "http://u:hunter2@h", "smtp://u:hunter2@", "smtp://u:hunter2@h:x",
                                    "smtp://u:hunter2@h/path"])  # fmt: skip
def test_servers_that_cannot(server: str) -> None:
    with pytest.raises(EnvironmentInvalid, match="AMENDS_MAIL_SERVER") as refused:
        read_environment({"AMENDS_HOME": "/somewhere", "AMENDS_MAIL_SERVER": server})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("sender", ["returns", "@example.com", "a@", "A <a@b.example>", "a@b.example\nBcc: c@d"])
def test_senders_that_cannot(sender: str) -> None:
    with pytest.raises(EnvironmentInvalid, match="AMENDS_MAIL_FROM"):
        read_environment({"AMENDS_HOME": "/somewhere", "AMENDS_MAIL_FROM": sender})
