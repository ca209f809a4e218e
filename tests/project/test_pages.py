"""The written pages: links lead somewhere, and nothing in the project speaks of one particular machine."""

from __future__ import annotations

import re
import subprocess
import textwrap
from pathlib import Path

import pytest
from tests.project.sources import PACKAGE, ROOT, name_of

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"")
# Places of one machine; a folder that anybody may have, such as /var/lib, is none.
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:root|home|work|Users)/\w|\bfile://|/tmp/infra")


def tracked() -> list[Path]:
    """This function will return the files that belong to the project, or what looks like them where git cannot say."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        names = listed.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [name_of(path) for path in ROOT.rglob("*.*") if not {".venv", "var", ".git"} & set(path.parts)]
    return [path for name in names if name and (path := ROOT / name).is_file()]


def dead_links(page: Path) -> list[str]:
    """This function will name the links of a page to files that are not there."""
    targets = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [target.split("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    return [target for target in local if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    assert not dead_links(page)


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md) [there](gone.md#top) [web](https://example.com) ![picture](gone.png)")
    assert dead_links(page) == ["gone.md", "gone.png"]


def test_no_file_speaks_of_one_machine() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in {".png", ".woff2", ".gz", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}: {match[0]}" for match in ONE_MACHINE.finditer(text)]
    assert not found


def test_the_clause_in_the_readme_is_one_of_an_example_shop() -> None:
    shown = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    policy = PACKAGE / "examples" / "silver" / "policy.yaml"
    assert textwrap.indent(shown[1], "  ") in policy.read_text(encoding="utf-8")


def test_the_readme_fits_a_screen_and_gives_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "python3 start.py demo" in text
    assert "python3 start.py test" in text
