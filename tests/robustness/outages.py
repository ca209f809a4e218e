"""Outages: what the shop relies on is gone for a while, and comes back: `python -m tests.robustness.outages`.

The database is killed under pages that are being served, its disk runs full, the payment provider is down for an hour.
Customers still open cases or are told calmly to wait; nothing is lost, and what waited is done once.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from tests.robustness.ground import Ground, ground

_DISK = "200m"  # enough for the database and a few cases


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """This function will mount a small disk, or yield nothing where this account may not."""
    folder = Path(tempfile.mkdtemp(prefix="amends-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=755", "tmpfs", str(folder)], check=False, capture_output=True
    )
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


def provider_down(here: Ground) -> dict[str, Any]:
    """This function will kill the provider, let customers and staff go on, and have it back an hour later."""
    from tests.robustness import outage_steps as steps  # noqa: PLC0415 - needs a Django that is set up

    steps.new_orders("P", 3)
    here.sandbox.kill()
    meanwhile = [steps.open_and_approve(f"P-{place}") for place in range(3)]
    waiting = steps.try_to_pay("P", 3)
    here.sandbox.restart()
    return {"opened": meanwhile, "waiting": waiting, "afterwards": steps.an_hour_later("P", 3)}


def database_gone(here: Ground) -> dict[str, Any]:
    """This function will kill the database under pages, ask for some, start it again, and ask once more."""
    from tests.robustness import outage_steps as steps  # noqa: PLC0415 - as above

    steps.new_orders("D", 2)
    browser = steps.Browsing("D-0")
    browser.up_to_the_last_look()
    kill_database(here.home)
    gone = {"page": browser.look(), "sent": browser.send(), "other": steps.status_of("/silver/")}
    revive(here.home)
    back = {"page": browser.look(), "sent": browser.send(), "cases": steps.cases_of_order("D-0")}
    return {"gone": gone, "back": back, "worker": steps.worker_goes_on("D-1")}


def disk_full(here: Ground) -> dict[str, Any]:
    """This function will fill the database's disk, ask for a case until it is refused, make room, and ask again."""
    from tests.robustness import outage_steps as steps  # noqa: PLC0415 - as above

    many = 12
    steps.new_orders("F", many)
    before, _ = steps.open_until_refused("F", many // 2)
    with (here.home / "filling").open("wb", buffering=0) as filling:
        _fill(filling.fileno())
        opened, refused = steps.open_until_refused("F", many)
    opened = sorted({*before, *opened})
    (here.home / "filling").unlink()
    revive(here.home)
    return {"opened": opened, "refused": refused, "afterwards": steps.open_all("F", many, opened)}


def _fill(descriptor: int) -> None:
    for size in (1 << 20, 1 << 12):
        try:
            while True:
                os.write(descriptor, b"\0" * size)
        except OSError:
            continue


def kill_database(home: Path) -> None:
    """This function will end the database with `kill -9`, its children as well."""
    pid = int((home / "database" / "data" / "postmaster.pid").read_text().split()[0])
    children = Path("/proc", str(pid), "task", str(pid), "children").read_text().split()
    for one in (pid, *map(int, children)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def revive(home: Path) -> None:
    """This function will start the database again where it does not answer."""
    from amends.config.embedded import revive as start_again  # noqa: PLC0415 - with the others

    start_again(home)


OUTAGES: Mapping[str, Callable[[Ground], dict[str, Any]]] = {
    "provider_down": provider_down,
    "database_gone": database_gone,
}


@click.command()
@click.option("--as-json", is_flag=True, help="Say what came of it to a program.")
@click.option("--disk", default=None, type=click.Path(path_type=Path), help="Let this disk run full, and nothing else.")
def main(*, as_json: bool, disk: Path | None) -> None:
    """Take away what the shop relies on, give it back, and tell what was seen."""
    found: dict[str, Any] = {}
    with ground(durable=True, below=disk) as here:
        found = {"disk_full": disk_full(here)} if disk else {name: outage(here) for name, outage in OUTAGES.items()}
    if disk is None:
        with small_disk() as small:
            found["disk_full"] = _in_its_own_process(small) if small else None
    click.echo(json.dumps(found) if as_json else json.dumps(found, indent=2))


def _in_its_own_process(disk: Path) -> Any:
    """Django knows one database in a process."""
    words = [sys.executable, "-m", "tests.robustness.outages", "--as-json", "--disk", str(disk)]
    ran = subprocess.run(words, check=False, capture_output=True, text=True)
    assert ran.stdout, ran.stderr[-4000:]
    return json.loads(ran.stdout.splitlines()[-1])["disk_full"]


if __name__ == "__main__":
    main()
