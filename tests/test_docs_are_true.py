"""What the pages for contributors name is there: files, modules, functions of the common readers, make targets."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "CONTRIBUTING.md", *(ROOT / "docs" / f"{name}.md" for name in ("adding-a-source", "architecture"))]
page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
CODE = re.compile(r"(?<!`)`(?!`)([^`\n]+)`")


def spans(page: Path) -> list[str]:
    """What stands in single back quotes."""
    return CODE.findall(page.read_text(encoding="utf-8"))


@page
def test_files_that_are_named_exist(page: Path) -> None:
    tops = {path.name for path in ROOT.iterdir()}
    paths = [span for span in spans(page) if re.fullmatch(r"[\w.-]+(?:/[\w.-]*)+|[\w-]+\.(?:md|toml|yaml|txt)", span)]
    missing = [path for path in paths if path.split("/")[0] in tops | {"docs"} and not (ROOT / path).exists()]
    assert missing == []


@page
def test_functions_of_the_common_readers_exist(page: Path) -> None:
    named = [re.match(r"(webpage|feed|index_page|lists|sitemap|moments|words)\.(\w+)", span) for span in spans(page)]
    for found in filter(None, named):
        assert hasattr(import_module(f"collectors.media.{found[1]}"), found[2]), found[0]


@page
def test_targets_of_make_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    text = page.read_text(encoding="utf-8")
    called = re.findall(r"(?:^|`)make ((?:[a-z]+ ?)+)", text, re.M)
    assert {name for words in called for name in words.split()} <= targets


def test_a_name_that_is_not_there_is_found() -> None:
    assert CODE.findall("see `docs/nowhere.md` and\n```\n`x\n```\n")[0] == "docs/nowhere.md"
    assert not (ROOT / "docs/nowhere.md").exists()
