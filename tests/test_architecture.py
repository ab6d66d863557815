"""The arrows: flows → warehouse → collectors; a source imports only what stands beside its package."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = {"collectors": 0, "warehouse": 1, "flows": 2}
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The absolute names of our own modules that a file imports, wherever in the file it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; say the whole name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in LAYERS}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    for name in imported(path):
        assert LAYERS[name.split(".")[0]] <= LAYERS[layer], f"{path} imports {name}"


def source_of(path: Path) -> str | None:
    """The source that a file belongs to, a module or a package of its own; None for all other files."""
    _, wing, *rest = [*path.relative_to(ROOT).with_suffix("").parts, "", ""]
    return rest[0] if wing in ("agencies", "newsrooms") and rest[0] not in ("", "__init__") else None


@pytest.mark.parametrize(
    "path", [path for path in MODULES if source_of(path)], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_source_imports_no_other_source(path: Path) -> None:
    for name in imported(path):
        own = f".{source_of(path)}." in f"{name}."
        assert own or not name.startswith(("collectors.agencies", "collectors.newsrooms", "collectors.registry")), name
