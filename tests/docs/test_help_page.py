"""The page on writing help names every word and every finding that there is, and its example is sound."""

from __future__ import annotations

import re
from pathlib import Path

import amends.core.help
from amends.core.help.model import TOPICS, End
from amends.core.help.read import read_help
from amends.core.help.written import GuideOf

PAGE = (Path(__file__).parents[2] / "docs" / "help.md").read_text(encoding="utf-8")
CODE = re.compile(r'"([a-z]+(?:_[a-z]+)+)", what')
BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def test_every_finding_is_explained() -> None:
    folder = Path(amends.core.help.__file__).parent
    codes = {code for path in folder.glob("*_findings.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 10
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_every_word_of_a_guide_is_explained() -> None:
    words = [*GuideOf.model_fields, *TOPICS, *(end.value for end in End)]
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_examples_can_be_read() -> None:
    guide, answers, asked, german = BLOCK.findall(PAGE)
    files = read_help(
        {"huggie-open.yaml": guide, "faq.yaml": answers, "asked.yaml": asked, "de/huggie-open.yaml": german}
    )
    assert files.in_language("de").guides["huggie-open"].steps["bend"].question == "Rastet er ein?"
    assert files.guides["gauge"].is_answer
