"""`amends check` on a shop's file of sizes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amends.cli.main import amends
from amends.examples import SHOPS, folder


def run(path: Path) -> Result:
    """This function will check the file; an exception is a fault of ours."""
    return CliRunner().invoke(amends, ["check", str(path)], catch_exceptions=False)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """This function will write the piercing shop's sizes anew beside its catalogue, with one thing changed."""
    for name in ("shop.yaml", "catalogue.yaml", "sizes.yaml"):
        shutil.copy(folder("piercing") / name, tmp_path / name)
    path = tmp_path / "sizes.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("shop", SHOPS)
def test_a16_nothing_is_found_in_the_example_shops_sizes(shop: str) -> None:
    path = folder(shop) / "sizes.yaml"
    result = run(path)
    assert (result.exit_code, result.output) == (0, f"{path}, nothing found.\n")


def test_a16_a_fault_is_told_with_its_line_and_leaves_with_2(tmp_path: Path) -> None:
    path = changed(tmp_path, "daith:", "dath:")
    result = run(path)
    assert result.exit_code == 2
    assert f"{path}:23:3: places, dath: `dath` is no place of a piercing." in result.output
    assert "Did you mean `daith`?" in result.output


def test_a16_a_size_that_nobody_can_buy_is_found_and_leaves_with_1(tmp_path: Path) -> None:
    result = run(changed(tmp_path, "[8, 8, 10]", "[18, 20, 22]"))
    assert result.exit_code == 1
    assert "nothing that the shop sells comes near 20 mm" in result.output
    assert "[place_without_product]" in result.output


def test_a16_sizes_without_a_catalogue_are_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "sizes.yaml"
    shutil.copy(folder("silver") / "sizes.yaml", path)
    assert run(path).exit_code == 0
