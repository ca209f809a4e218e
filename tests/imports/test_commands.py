"""The commands as people run them: what they print, how they leave, and no traceback for a mistake."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.imports.reading import order_data
from tests.replay.excerpt import CALLS, ERRAND, STORE, lines_of

from amends.cli import replay as replay_command
from amends.cli.import_orders import mapping_named
from amends.cli.plain import plain
from amends.config import embedded
from amends.core.errors import AmendsError
from amends.imports.rows import FileInvalid

RETAIL = replay_command.RETAIL


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that the database's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="amends-import-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def amends(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on the embedded database of that folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "from amends.cli.main import main; main()", *words],
        env={**environment, "AMENDS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def replayed(*words: str) -> Result:
    return CliRunner().invoke(replay_command.command, words)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "store.json").write_text(json.dumps(STORE), encoding="utf-8")
    (tmp_path / "calls.jsonl").write_text("\n".join(lines_of(*CALLS)), encoding="utf-8")
    (tmp_path / "errands.jsonl").write_text("\n".join(lines_of(ERRAND)), encoding="utf-8")
    return tmp_path


def test_a_replay_prints_its_tables_and_leaves_with_0_where_all_is_as_expected(files: Path) -> None:
    result = replayed(str(files / "calls.jsonl"), str(files / "errands.jsonl"), "--store", str(files / "store.json"))
    assert result.exit_code == 0, result.output
    assert "0 false acceptances, 0 false refusals, 0 with wrong cents, 0 with a wrong state." in result.output
    for word in ("cancel_pending_order", "R3-cancel", "item_not_in_order"):
        assert word in result.output


def test_a_replay_that_differs_leaves_with_1_and_says_where(files: Path) -> None:
    wrong = {**CALLS[0], "expected": "refuse", "code": "NOT_PENDING", "id": "X [red]1"}
    (files / "calls.jsonl").write_text("\n".join(lines_of(wrong)), encoding="utf-8")
    result = replayed(str(files / "calls.jsonl"), "--store", str(files / "store.json"))
    assert result.exit_code == 1
    assert "X [red]1 cancel_pending_order: expected refused (NOT_PENDING), ours accepted (R3-cancel)" in result.output
    told = replayed(str(files / "calls.jsonl"), "--store", str(files / "store.json"), "--json")
    assert told.exit_code == 1
    document = json.loads(told.output)
    assert document["total"]["false_acceptances"] == 1
    assert document["wrong"][0]["clauses"] == ["R3-cancel"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "either `--store FILE` or `--shop ID`"),
        (("--store", "{}/gone.json"), "cannot be read"),
        (("--store", "{}/calls.jsonl"), "there is no column"),
        (("--store", "{}/store.json", "--policy", "{}/gone.yaml"), "cannot be read"),
        (("--store", "{}/store.json", "--words", "{}/gone.yaml"), "cannot be read"),
        (("--store", "{}/store.json", "--map", "{}/gone.yaml"), "cannot be read"),
    ],
)
def test_a_mistake_of_the_options_is_a_sentence(words: tuple[str, ...], what: str, files: Path) -> None:
    result = replayed(str(files / "calls.jsonl"), *(word.format(files) for word in words))
    assert isinstance(result.exception, AmendsError), "which the group turns into a sentence and exit code 2"
    assert what in str(result.exception)


def test_a_mapping_is_a_preset_or_a_file_and_knows_the_policy_beside_it() -> None:
    assert mapping_named("default")[1] is None
    assert mapping_named(str(RETAIL / "mapping.yaml"))[1] == RETAIL / "policy.yaml"
    with pytest.raises(FileInvalid, match="no mapping `defualt`"):
        mapping_named("defualt")


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\rc\u202ed") == "a\ufffd[2Jb\ufffdc\ufffdd"


def test_a_shop_is_imported_and_replayed_by_commands_alone(files: Path, home: Path) -> None:
    """One journey: new, again, a bad row, a dry run, JSON, mistakes, and the replay of what is there."""
    store = [str(files / "store.json"), "--shop", "retail", "--map", str(RETAIL / "mapping.yaml")]
    bad = files / "bad.json"
    bad.write_text(json.dumps([order_data(number="N1"), order_data(number="N2", currency="EUR", email="\x1b[2J")]))
    leave = embedded.start(home, durable=False)  # once for all of them, instead of for each
    try:
        first = amends(home, "import", *store)
        assert first.returncode == 0, first.stderr
        assert "7 new orders, 0 changed, 0 as they were, 3 products, 2 customers." in first.stdout
        assert not first.stderr, "no progress where there is no terminal"
        again = json.loads(amends(home, "import", *store, "--json").stdout)
        assert again["orders"] == {"added": 0, "changed": 0, "same": 7}
        refused = amends(home, "import", str(bad), "--shop", "retail")
        assert refused.returncode == 1
        assert "1 row is bad, so nothing was imported." in refused.stderr
        assert "bad.json:1 `row[1].currency`: the order is in `EUR`" in refused.stderr
        skipped = amends(home, "import", str(bad), "--shop", "retail", "--on-bad-row", "skip", "--dry-run")
        assert "Would be imported: 1 new orders" in skipped.stdout
        for words in (
            ("import", str(bad), "--shop", "nobody"),
            ("import", str(files / "gone.csv"), "--shop", "retail"),
            ("replay", str(files / "calls.jsonl"), "--shop", "nobody"),
        ):
            wrong = amends(home, *words)
            assert wrong.returncode == 2
            assert wrong.stderr.startswith("Error: ")
            assert "Traceback" not in wrong.stderr
        calls = amends(home, "replay", str(files / "calls.jsonl"), str(files / "errands.jsonl"), "--shop", "retail")
        assert calls.returncode == 0, calls.stdout + calls.stderr
    finally:
        leave()
