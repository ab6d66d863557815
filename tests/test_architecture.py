"""Sources stay small, and tests stay apart. The arrows between packages are held by import-linter (`make lint`)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WINGS = [ROOT / "collectors" / name for name in ("agencies", "newsrooms")]
MODULES = [path for wing in WINGS for path in wing.iterdir() if path.suffix == ".py" or path.is_dir()]
SOURCES = sorted(path for path in MODULES if path.name[0] not in "_.")
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py"))
FILES, LINES = 3, 200


def files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.py")) if source.is_dir() else [source]


def lines_of_code(text: str) -> int:
    """The lines of functions and classes, decorators included, docstrings not. What a module declares is data."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = [node for node in ast.parse(text).body if isinstance(node, kinds)]
    spans = [
        set(range(min([node.lineno, *(d.lineno for d in node.decorator_list)]), _end(node) + 1)) for node in defined
    ]
    docstrings = [_docstring(inner) for node in defined for inner in ast.walk(node) if isinstance(inner, kinds)]
    return len(set().union(*spans) - set().union(*docstrings))


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> set[int]:
    return set(range(node.body[0].lineno, _end(node.body[0]) + 1)) if ast.get_docstring(node) is not None else set()


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def test_lines_are_counted_without_docstrings_and_data() -> None:
    function = '@cache\ndef f():\n    """One\n    two."""\n    return 1\n'
    text = f'DATA = [\n 1,\n]\n\n{function}\nclass C:\n    """One."""\n    x = 1\n'
    assert lines_of_code(text) == 5
    assert lines_of_code("DATA = 1\n") == 0


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_source_is_small(source: Path) -> None:
    counted = {path.name: lines_of_code(path.read_text(encoding="utf-8")) for path in files(source)}
    assert len(counted) <= FILES, f"{source.name} is {len(counted)} files; a source is at most {FILES}"
    assert max(counted.values()) <= LINES, f"{source.name}: {counted}; move what others could use to media or tables"


def imported(text: str) -> set[str]:
    """The last part of every module, and every name, that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom):
            names |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
    return names


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_no_test_imports_another_test_file(path: Path) -> None:
    others = {other.stem for other in TESTS if other.name.startswith("test_")}
    assert not imported(path.read_text(encoding="utf-8")) & others, f"{path.name}: share by a helper beside the tests"


def test_an_import_of_a_test_file_is_seen() -> None:
    assert imported("from tests.test_archive import x") & {"test_archive"}
    assert imported("import test_archive as a, sys") & {"test_archive"}
    assert imported("from tests import test_archive") & {"test_archive"}


def test_each_bench_is_a_module_and_is_begun_as_one() -> None:
    """As a script it would find bench/warehouse.py where it looks for the package."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py"))
    assert "warehouse" in names
    every = "import " + ", ".join(f"bench.{name}" for name in names)
    subprocess.run([sys.executable, "-c", every], cwd=ROOT, check=True)
    texts = [ROOT / "Makefile", *(ROOT / "bench").glob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    begun = {str(found) for path in texts for found in re.findall(r"python\)? bench/\S+", path.read_text("utf-8"))}
    assert begun == set()


def test_nothing_that_is_ignored_is_in_the_repository() -> None:
    """Environments, data and code of others are made anew, and kept by nobody, whenever they came in."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    asked = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""
