"""What the environment variables say, read in one place.

Nothing else reads them. A value that cannot be meant is refused at start, with the name of the variable, rather than
found out later by a customer.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from amends.core.errors import AmendsError, Place

SHORTEST_SECRET = 32  # characters
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
CHECKOUT = Path(__file__).resolve().parents[3]


class EnvironmentInvalid(AmendsError):
    """An environment variable has a value that cannot be meant."""

    code = "environment_invalid"


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables, understood."""

    home: Path
    why_there: str  # a remark for people, where the home is not the place that they would expect
    database_url: str
    address: str  # where customers reach the portal, such as https://returns.example.com; empty on one's own machine
    hosts: tuple[str, ...]
    proxies: tuple[IPv4Network | IPv6Network, ...]
    debug: bool
    log_level: str
    stripe_key: str
    stripe_webhook_secrets: tuple[str, ...]  # two while they are being changed
    stripe_address: str  # of a practice provider; empty: Stripe itself
    easypost_key: str
    easypost_webhook_secrets: tuple[str, ...]
    easypost_address: str
    easypost_services: tuple[str, ...]  # that may be bought, such as `USPS GroundAdvantage`; none named: all
    mail_server: str  # such as smtps://user:password@mail.example.com; empty: mails are written into the home folder
    mail_from: str  # what the server sends as; empty: each shop's own address
    mail_hook_secrets: tuple[str, ...]  # of the mail server that posts mail to us; two while they are being changed

    @property
    def is_https(self) -> bool:
        """This property will say whether customers come over https, which turns on what only works there."""
        return self.address.startswith("https://")


def read_environment(variables: Mapping[str, str]) -> Environment:
    """This function will understand the variables, or raise `EnvironmentInvalid` naming the one at fault."""
    address = _address(variables.get("AMENDS_ADDRESS", ""))
    named = _listed(variables.get("AMENDS_HOSTS", ""))
    if "*" in named:
        raise _invalid("AMENDS_HOSTS", "`*` would accept every host name.", "List the names, separated by commas.")
    of_address = (urlsplit(address).hostname or "",) if address else ()
    home, why_there = _home(variables)
    return Environment(
        home=home,
        why_there=why_there,
        database_url=variables.get("DATABASE_URL", ""),
        address=address,
        hosts=tuple(dict.fromkeys((*named, *of_address))) or LOCAL_HOSTS,
        proxies=_proxies(variables.get("AMENDS_PROXIES", "")),
        debug=_flag(variables, "AMENDS_DEBUG"),
        log_level=_log_level(variables.get("AMENDS_LOG_LEVEL", "INFO")),
        stripe_key=_stripe_key(variables.get("AMENDS_STRIPE_KEY", "")),
        stripe_webhook_secrets=_stripe_secrets(variables.get("AMENDS_STRIPE_WEBHOOK_SECRETS", "")),
        stripe_address=_stripe_address(variables),
        easypost_key=_easypost_key(variables.get("AMENDS_EASYPOST_KEY", "")),
        easypost_webhook_secrets=_listed(variables.get("AMENDS_EASYPOST_WEBHOOK_SECRETS", "")),
        easypost_address=_easypost_address(variables),
        easypost_services=_listed(variables.get("AMENDS_EASYPOST_SERVICES", "")),
        mail_server=_mail_server(variables.get("AMENDS_MAIL_SERVER", "")),
        mail_from=_mail_from(variables.get("AMENDS_MAIL_FROM", "")),
        mail_hook_secrets=_mail_secrets(variables.get("AMENDS_MAIL_HOOK_SECRETS", "")),
    )


def _invalid(name: str, what: str, hint: str) -> EnvironmentInvalid:
    return EnvironmentInvalid(what, place=Place(field=name), hint=hint)


def _home(variables: Mapping[str, str]) -> tuple[Path, str]:
    """This function will return the folder for data: `AMENDS_HOME`, else var/ of the checkout, else the user's own."""
    if variables.get("AMENDS_HOME"):
        return Path(variables["AMENDS_HOME"]).expanduser().absolute(), ""
    if (CHECKOUT / "pyproject.toml").is_file():
        if os.geteuid() == 0 and not is_open_to_all(CHECKOUT / "var"):
            digest = sha256(os.fsencode(CHECKOUT)).hexdigest()[:8]
            why = " (this folder is private, and PostgreSQL has to run under another account than root)"
            return Path("/var/lib/amends") / digest, why
        return CHECKOUT / "var", ""
    data = variables.get("XDG_DATA_HOME") or str(Path(variables.get("HOME") or os.curdir) / ".local" / "share")
    return Path(data).absolute() / "amends", ""


def is_open_to_all(path: Path) -> bool:
    """This function will say whether every folder above the path lets other accounts through."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents if folder.exists())


def _address(text: str, name: str = "AMENDS_ADDRESS") -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}):
        raise _invalid(name, f"`{text}` is no address.", "Write it as `https://returns.example.com`.")
    return text.rstrip("/")


def _stripe_key(text: str) -> str:
    if text and not text.startswith(("sk_", "rk_")):
        # Never repeated: a mistyped key is still most of a key.
        hint = "Copy the secret key, which begins with `sk_`, or a restricted one with `rk_`."
        raise _invalid("AMENDS_STRIPE_KEY", "what it says is no secret key.", hint)
    return text


def _stripe_secrets(text: str) -> tuple[str, ...]:
    secrets = _listed(text)
    if not all(secret.startswith("whsec_") for secret in secrets):
        hint = "List the signing secrets of the webhook, which begin with `whsec_`, separated by commas."
        raise _invalid("AMENDS_STRIPE_WEBHOOK_SECRETS", "what it says are no signing secrets.", hint)
    return secrets


def _stripe_address(variables: Mapping[str, str]) -> str:
    address = _address(variables.get("AMENDS_STRIPE_ADDRESS", ""), "AMENDS_STRIPE_ADDRESS")
    if address and not variables.get("AMENDS_STRIPE_KEY", "").startswith(("sk_test_", "rk_test_")):
        hint = "Use it with a key that begins with `sk_test_`, or leave it out to reach Stripe itself."
        raise _invalid("AMENDS_STRIPE_ADDRESS", f"`{address}` would be told a live key.", hint)
    return address


def _easypost_key(text: str) -> str:
    if text and not text.startswith(("EZAK", "EZTK")):
        hint = "Copy the API key, which begins with `EZAK`, or with `EZTK` for trying things out."
        raise _invalid("AMENDS_EASYPOST_KEY", "what it says is no API key.", hint)
    return text


def _easypost_address(variables: Mapping[str, str]) -> str:
    address = _address(variables.get("AMENDS_EASYPOST_ADDRESS", ""), "AMENDS_EASYPOST_ADDRESS")
    if address and not variables.get("AMENDS_EASYPOST_KEY", "").startswith("EZTK"):
        hint = "Use it with a key that begins with `EZTK`, or leave it out to reach EasyPost itself."
        raise _invalid("AMENDS_EASYPOST_ADDRESS", f"`{address}` would be told a live key.", hint)
    return address


def _mail_secrets(text: str) -> tuple[str, ...]:
    secrets = _listed(text)
    if any(len(secret) < SHORTEST_SECRET for secret in secrets):
        hint = f"Make each of at least {SHORTEST_SECRET} characters by chance, such as by `openssl rand -hex 32`."
        raise _invalid("AMENDS_MAIL_HOOK_SECRETS", "a secret of it can be guessed.", hint)
    return secrets


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _proxies(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        hint = "List the proxies' addresses, separated by commas, such as `10.0.0.1` or `10.0.0.0/24`."
        raise _invalid("AMENDS_PROXIES", f"`{text}` is no list of addresses.", hint) from error


def _mail_server(text: str) -> str:
    try:
        parts = urlsplit(text)
        right = (
            parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.path in {"", "/"} and parts.port != 0
        )
    except ValueError:
        right = False
    if text and not right:
        # Never repeated: it holds a password.
        hint = "Write it as `smtp://user:password@mail.example.com:587`; special characters in it as `%40`."
        raise _invalid("AMENDS_MAIL_SERVER", "what it says is no address of a mail server.", hint)
    return text


def _mail_from(text: str) -> str:
    local, _, domain = text.rpartition("@")
    if text and (not local or not domain or any(one.isspace() or one in '<>,;:"()' for one in text)):
        raise _invalid("AMENDS_MAIL_FROM", f"`{text}` is no mail address.", "Write it as `returns@example.com`.")
    return text


def _flag(variables: Mapping[str, str], name: str) -> bool:
    text = variables.get(name, "").strip().lower()
    if text not in _TRUE | _FALSE:
        raise _invalid(name, f"`{text}` is neither yes nor no.", "Write `1` or `0`.")
    return text in _TRUE


def _log_level(text: str) -> str:
    known = ("DEBUG", "INFO", "WARNING", "ERROR")
    if text.upper() not in known:
        raise _invalid("AMENDS_LOG_LEVEL", f"`{text}` is no level.", f"Write one of {', '.join(known)}.")
    return text.upper()
