"""`python -m benchmarks.pages`: how the portal feels on a phone, by the web's own measures.

A demo is started (or `--address` names one that runs), and Chromium is slowed through its devtools protocol: the
processor to a quarter, the network to slow 4G. Every first page is opened cold, then one return is walked through.
`--lighthouse` asks Lighthouse too, with the program of that name. Figures go to `--write`, the page to `docs/pages.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from amends.examples import SHOPS, situations

CHROMIUM = "/usr/bin/chromium"
PAGE = Path(__file__).parents[1] / "docs" / "pages.md"
HEAD = """\
# How the pages feel on a phone

Measured by `python -m benchmarks.pages`: Chromium, 360 pixels wide, processor slowed four times, slow 4G (150 ms, 1.6
Mbit/s). Load of the machine before: {load:.1f} on {cores} cores. First pages are opened cold; the walk through a return
goes on in one browser. LCP is when the largest thing was drawn, INP how long a touch waited at most, CLS how much moved
by itself. Bytes are those that came over the wire, fonts and pictures with them.

Goals: LCP {lcp:,} ms, INP {inp} ms, CLS {cls}, {bytes:,} bytes, nothing from elsewhere. What misses its goal is bold.

| page | LCP ms | INP ms | CLS | bytes | from elsewhere |
|---|---|---|---|---|---|"""
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 3, "has_touch": True}
SLOWER = 4  # times
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 // 8, "uploadThroughput": 750_000 // 8}
GOALS = {"lcp": 1_500, "inp": 100, "cls": 0.02, "bytes": 80_000, "elsewhere": 0}
TRIES = 3  # of Lighthouse, for a page
KINDS = ("performance", "accessibility", "best-practices", "seo")
FIRST = ("", "help/", "policy", "find", "gift")
# What the browser itself says: the last largest thing drawn, every shift that nobody caused, every answer to a touch.
LISTEN = """(() => {
  window.seen = {lcp: 0, cls: 0, inp: 0};
  const watch = (type, take, more) => new PerformanceObserver(all => all.getEntries().forEach(take))
    .observe({type, buffered: true, ...more});
  watch("largest-contentful-paint", one => {
    seen.lcp = one.startTime; seen.what = one.element && one.element.tagName;
  });
  watch("layout-shift", one => { if (!one.hadRecentInput) seen.cls += one.value; });
  const answers = one => { if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); };
  watch("event", answers, {durationThreshold: 16});
})()"""


def main() -> None:
    """This function will measure the pages, print and keep what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="where a demo already runs")
    parser.add_argument("--write", type=Path, help="a file to write the figures to")
    parser.add_argument("--lighthouse", help="the program `lighthouse`, where it is installed")
    parser.add_argument("--print", action="store_true", help="leave `docs/pages.md` as it is")
    given = parser.parse_args()
    with _served(given.address) as address, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        found = {
            "load_before": os.getloadavg()[0],
            "pages": [*_first_pages(browser, address), *_walk(browser, address)],
        }
        if given.lighthouse:
            own, cookie = _own_pages(browser, address)
            firsts = [f"{address}/{shop}/{path}" for shop in SHOPS for path in FIRST]
            found["lighthouse"] = [_judged(given.lighthouse, one, cookie) for one in (*firsts, *own)]
        browser.close()
    page = written(found)
    print(page)
    if given.write:
        given.write.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if not given.print:
        PAGE.write_text(page, encoding="utf-8")


@contextmanager
def _served(address: str | None) -> Iterator[str]:
    if address:
        yield address.rstrip("/")
        return
    home = Path(tempfile.gettempdir()) / f"amends-pages-{os.getpid()}"  # no private folder: PostgreSQL must enter it
    program = "from amends.cli.main import main; main()"
    command = [sys.executable, "-c", program, "demo", "--port", "8799"]
    started = subprocess.Popen(command, env={**os.environ, "AMENDS_HOME": str(home)}, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert started.stdout
    try:
        for line in started.stdout:
            if ready := re.search(r"Ready after .*: (http\S+?)/?$", line.strip()):
                yield ready[1]
                return
        raise SystemExit("the demo did not start; run `amends demo` to see why")
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _first_pages(browser: Browser, address: str) -> Iterator[dict[str, Any]]:
    """Each page cold, as for somebody who has never been there; the server itself has been up for a while."""
    before = browser.new_page()
    for path in 2 * FIRST:
        for shop in SHOPS:
            before.goto(f"{address}/{shop}/{path}")
    before.close()
    for shop in SHOPS:
        for path in FIRST:
            context, page, wire = _opened(browser)
            yield _measured(page, wire, address, f"/{shop}/{path}", partial(page.goto, f"{address}/{shop}/{path}"))
            context.close()


def _walk(browser: Browser, address: str) -> Iterator[dict[str, Any]]:
    """One return from the order to its case, as one person goes."""
    context, page, wire = _opened(browser)
    for name, go in _steps(page, address):
        yield _measured(page, wire, address, name, go)
    context.close()


def _steps(page: Page, address: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """The pages of one return, each by its name and the press that leads to it."""
    order = next(one for one in situations("silver") if one.clause == "B2")
    go_on = page.locator("main form .go")
    page.goto(f"{address}/silver/find")
    page.locator("#number").fill(order.order_number)
    page.locator("#proof").fill(order.email)
    # A press leads on; what it is called is the shop's, what it does is the same everywhere.
    yield "the order", go_on.click
    yield "what it is about", page.locator(".piece .button").first.click
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator("input[value=changed_mind]").check()
    yield "questions", go_on.click
    for choices in page.locator("main fieldset.choices").all():
        choices.locator("input").last.check()
    page.locator("input[name='q.condition.original_packaging'][value=yes]").check()
    yield "what is possible", go_on.click
    page.locator("input[name=remedy]").first.check()
    yield "the last look", go_on.click


def _opened(browser: Browser) -> tuple[BrowserContext, Page, CDPSession]:
    context = browser.new_context(**PHONE)
    context.add_init_script(LISTEN)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return context, page, wire


def _measured(page: Page, wire: CDPSession, address: str, name: str, go: Any) -> dict[str, Any]:
    sizes: list[float] = []
    asked: list[str] = []
    counted, noted = lambda one: sizes.append(one["encodedDataLength"]), lambda one: asked.append(one["request"]["url"])
    wire.on("Network.loadingFinished", counted)
    wire.on("Network.requestWillBeSent", noted)
    go()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # what comes late is to be seen moving
    wire.remove_listener("Network.loadingFinished", counted)
    wire.remove_listener("Network.requestWillBeSent", noted)
    seen = page.evaluate("window.seen")
    _touch(page)
    inp = page.evaluate("window.seen.inp")
    elsewhere = [url for url in asked if not url.startswith((address, "data:"))]
    return {"page": name, "lcp": round(seen["lcp"]), "what": seen.get("what") or "", "cls": round(seen["cls"], 4),
            "inp": round(inp), "bytes": round(sum(sizes)), "elsewhere": len(elsewhere)}  # fmt: skip


def _touch(page: Page) -> None:
    """Do what can be done on the page without leaving it: type, choose, open."""
    for field in page.locator("main input:is([type=text], [type=search], :not([type])):visible").all()[:1]:
        field.tap()
        page.keyboard.type("AB1")
    for one in page.locator("main :is(summary, input[type=radio]):visible").all()[:3]:
        one.tap()
    page.wait_for_timeout(300)


def _own_pages(browser: Browser, address: str) -> tuple[list[str], str]:
    """What only a visitor sees who has found an order: each step of a claim, and the cookie that opens them."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    found = []
    for name, go in _steps(page, address):
        with page.expect_navigation(wait_until="networkidle"):
            go()
        # Questions that are answered by now lead on, unless they are asked for again; on the way Lighthouse loses
        # the cookie.
        found.append(f"{page.url}?again=1" if name == "questions" else page.url)
    cookie = "; ".join(f"{one.get('name')}={one.get('value')}" for one in context.cookies())
    context.close()
    return found, cookie


def _judged(program: str, address: str, cookie: str) -> dict[str, Any]:
    # Whether a page may be listed is a decision and no fault: pages that lead to somebody's own ask not to be.
    command = [program, address, "--quiet", "--output=json", "--output-path=stdout", "--skip-audits=is-crawlable",
               f"--only-categories={','.join(KINDS)}", "--chrome-flags=--headless=new --no-sandbox",
               f"--extra-headers={json.dumps({'Cookie': cookie})}"]  # fmt: skip
    environment = {"CHROME_PATH": CHROMIUM, **os.environ}
    began = time.monotonic()
    page = "/" + address.split("/", 3)[3]
    run = partial(subprocess.run, command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    out = run()
    for _ in range(TRIES - 1):  # a browser that did not come up says nothing about the page
        out = run() if out.returncode else out
    if out.returncode:
        print(f"{address}: {out.stderr[-300:]}", file=sys.stderr)
        return {"page": page, "failed": out.stderr[-300:]}
    told = json.loads(out.stdout)
    print(f"{address}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    faults = [
        one["id"] for one in told["audits"].values() if one["score"] is not None and one["score"] < 0.9
        and one["scoreDisplayMode"] in {"binary", "numeric"}
    ]  # fmt: skip
    scores = {kind: round(told["categories"][kind]["score"] * 100) for kind in KINDS}
    return {"page": page, **scores, "faults": faults}


def written(found: dict[str, Any]) -> str:
    """This function will return the page of figures."""
    lines = [HEAD.format(load=found["load_before"], cores=os.cpu_count(), **GOALS)]
    lines += [
        f"| {one['page']} | {_held(one, 'lcp')} | {_held(one, 'inp')} | {_held(one, 'cls')} "
        f"| {_held(one, 'bytes')} | {_held(one, 'elsewhere')} |"
        for one in found["pages"]
    ]
    if "lighthouse" in found:
        lines += ["", "## Lighthouse", "", f"| page | {' | '.join(KINDS)} |", "|---|---|---|---|---|"]
        lines += [
            f"| {one['page']} | {' | '.join(str(one.get(kind, 'not measured')) for kind in KINDS)} |"
            for one in found["lighthouse"]
        ]
    return "\n".join((*lines, ""))


def _held(one: dict[str, Any], what: str) -> str:
    return f"{one[what]:,}" if one[what] <= GOALS[what] else f"**{one[what]:,}**"


if __name__ == "__main__":
    main()
