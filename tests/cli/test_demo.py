"""The demo as a person runs it: it comes up, answers, and leaves nothing running."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from tests.ports import free_port

from amends.config import embedded


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that the database's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="amends-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def run_demo(home: Path, told_to_stop: signal.Signals) -> tuple[str, str, int]:
    """This function will start the demo, read its first page, stop it, and return page, output and exit code."""
    port = free_port(10)  # the practice provider's is ten above
    program = "from amends.cli.main import main; main()"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    demo = subprocess.Popen(
        [sys.executable, "-c", program, "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment, "AMENDS_HOME": str(home)},
    )
    assert demo.stdout
    said = ""
    for line in demo.stdout:
        said += line
        if line.startswith("Ready after"):
            break
    try:
        assert f"http://localhost:{port}/" in said
        with urlopen(f"http://localhost:{port}/", timeout=120) as answer:
            page = answer.read().decode()
    finally:
        demo.send_signal(told_to_stop)
        rest, _ = demo.communicate(timeout=300)
    return page, said + rest, demo.returncode


def test_the_demo_serves_the_shops_stops_cleanly_and_starts_again(home: Path) -> None:
    page, said, code = run_demo(home, signal.SIGINT)
    assert "<html" in page
    assert code == 0
    assert said.endswith("Stopped.\n")
    assert (home / "secret-key").stat().st_mode & 0o777 == 0o600
    assert "Traceback" not in said
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(embedded.address_of(home))

    page_again, said_again, code = run_demo(home, signal.SIGTERM)
    assert code == 0
    assert re.sub(r"csrf\S+ value=\S+", "", page_again) == re.sub(r"csrf\S+ value=\S+", "", page)
    assert "sample cases" in said
    assert "sample cases" not in said_again  # what was loaded is not loaded again
