"""A customer's browser over real HTTP, without scripts: it keeps cookies, and tries again where it is told to wait."""

from __future__ import annotations

import http.cookiejar
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from random import randrange
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.sample_shops import hidden

_PAUSE, _PATIENCE = 0.3, 600  # seconds; a machine may be busy


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # where it leads is asked for by hand
        return None


@dataclass
class Browser:
    """One browser; `seen` counts the statuses of all answers, 0 where there was none."""

    address: str
    seen: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._from = f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}"  # noqa: S311 - an address, no secret
        self._jar = http.cookiejar.CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar), _Stay())

    def get(self, path: str) -> str:
        """This function will return the page, trying again until it is there."""
        return self._until(path, None)[1]

    def post(self, path: str, fields: dict[str, str]) -> str:
        """This function will send the form, again with the same fields until it is taken, and return where it leads."""
        token = next((one.value or "" for one in self._jar if one.name.endswith("amends-csrf")), "")
        return self._until(path, {**fields, "csrfmiddlewaretoken": token})[0]

    def _until(self, path: str, fields: dict[str, str] | None) -> tuple[str, str]:
        until = time.monotonic() + _PATIENCE
        wanted = 200 if fields is None else 302
        while time.monotonic() < until:
            status, where, page = self._ask(path, fields)
            self.seen[status] = self.seen.get(status, 0) + 1
            if status == wanted:
                return where, page
            time.sleep(_PAUSE)
        raise TimeoutError(f"{path} was never answered with {wanted}: {self.seen}")

    def _ask(self, path: str, fields: dict[str, str] | None) -> tuple[int, str, str]:
        body = None if fields is None else urlencode(fields).encode()
        # Each customer comes from somewhere else, so that the limit on looking orders up meets none of them.
        headers = {"X-Forwarded-For": self._from}
        request = Request(f"{self.address}{path}", data=body, headers=headers)  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, "", answer.read().decode()
        except HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode(errors="replace")
        except (OSError, HTTPException):
            return 0, "", ""

    def open_case(self, shop: str, number: str, proof: str, piece: str) -> str:
        """This function will find the order and ask for the money back, and return the number of the case."""
        self.get(f"/{shop}/")
        order = self.post(f"/{shop}/find", {"number": number, "proof": proof})
        claim = f"{order}pieces/{piece}/"
        self.post(f"{claim}reason", {"reason": "changed_mind", "quantity": "1"})
        answers = {"worn": "no", "used": "no", "original_packaging": "yes"}
        self.post(f"{claim}questions", {f"q.condition.{name}": said for name, said in answers.items()})
        self.post(f"{claim}remedy", {"remedy": "refund", "note": ""})
        page = self.get(f"{claim}check")
        led = self.post(f"{claim}check", {name: hidden(page, name) for name in ("key", "seal")})
        return led.rstrip("/").rsplit("/", 1)[1].split("?")[0]
