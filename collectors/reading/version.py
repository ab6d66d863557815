"""The version of a parser: a hash of all that decides what it reads.

That is its own code, the code of ours that it imports (directly or not, `__init__` files on the way included), the data
files that lie beside any of it, and the versions of the libraries that any of it imports. What it finds at run time
alone (a module imported by a name made of parts, a file elsewhere) is not seen: a parser has no such thing.

The rules of claims are part of the parsers of those sources whose documents may be articles, and of no others: a word
more in a lexicon lets no workbook be read again.
Of a source that a row declares it is the code and that row, which its name holds; the file of all rows is left out.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import collectors
from collectors.records import Source

#: what turns the tables of a parser into a reading, and decides the day of a document
DOCUMENT = "collectors.reading.document"
#: what reads claims; reached from DOCUMENT, and needed for articles alone
CLAIMING = "collectors.reading.claiming"
#: the rows of many sources, of which each has its own in its name
ROWS = "newsrooms.toml"
#: distributions that are called otherwise than what is imported of them
_CALLED_OTHERWISE = {"bs4": "beautifulsoup4", "pdfminer": "pdfminer.six"}
_HOLDS_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


def parser_hash(name: str) -> str:
    """The version of the parser of a source, by its `__name__`; its module has been imported."""
    module_name, _, row = name.partition(":")
    code = _code_hash(module_name)
    return hashlib.sha256(f"{code} {row}".encode()).hexdigest() if row else code


@cache
def _code_hash(module_name: str) -> str:
    """The same of a module."""
    code, libraries = _imported(module_name)
    digest = hashlib.sha256()
    for name, path in sorted([*code.items(), *_data_files(code)]):
        digest.update(f"{name}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    for library in sorted(libraries):
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def _imported(module_name: str) -> tuple[dict[str, Path], set[str]]:
    """The modules of ours that one imports, itself included, each with its file; and the names of libraries."""
    ours = {collectors.__name__, module_name.split(".")[0]}
    code, libraries, todo = dict[str, Path](), set[str](), [module_name, DOCUMENT]
    asked = set() if _reads_claims(module_name) else {CLAIMING}
    while todo:
        name = todo.pop()
        if name.split(".")[0] not in ours:
            libraries.add(name.split(".")[0])
            continue
        for module in _with_packages(name):  # to import a module is to run the `__init__` of each package around it
            path = None if module in asked else _file(module)
            asked.add(module)
            if path is not None:
                code[module] = path
                package = module if path.name == "__init__.py" else module.rpartition(".")[0]
                todo += _names(package, path.read_bytes())
    return code, libraries - sys.stdlib_module_names


def _reads_claims(module_name: str) -> bool:
    """Whether it is a source whose documents may be articles; what is none is taken for one."""
    source = getattr(sys.modules.get(module_name), "SOURCE", None)
    return not isinstance(source, Source) or source.holds_articles


def _with_packages(name: str) -> list[str]:
    """`a.b.c` ▶ `a`, `a.b`, `a.b.c`."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _file(name: str) -> Path | None:
    """The file of a module of ours; None for a name inside a module."""
    top, *inner = name.split(".")
    first = Path(str(sys.modules[top].__file__))
    if not inner:
        return first
    place = first.parent.joinpath(*inner)
    found = (path for path in (place / "__init__.py", place.with_name(f"{place.name}.py")) if path.is_file())
    return next(found, None)


@cache  # most parsers import the same files, and to parse one takes a millisecond
def _names(package: str, code: bytes) -> tuple[str, ...]:
    """All that the import statements of a file of a package name: modules, and names that may be modules."""
    found: list[str] = []
    for node in _statements(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(node, package)
            found += [source, *(f"{source}.{alias.name}" for alias in node.names)]
    return tuple(found)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements within a node. What is no statement holds none, and is most of a file."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _HOLDS_STATEMENTS):
            yield child
            yield from _statements(child)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    """`from ..x import y` in a package ▶ the whole name of x."""
    if node.level == 0:
        return str(node.module)
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1]
    return ".".join([*above, node.module] if node.module else above)


def _data_files(code: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """The files that are no code beside modules of a package, and in folders there that are no packages."""
    packages = {name: path.parent for name, path in code.items() if path.name == "__init__.py"}
    for name, folder in packages.items():
        for path in _beside(folder.iterdir()):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _beside(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.name == ROWS or path.name.startswith((".", "__pycache__")) or path.name.endswith(("~", ".py", ".pyc")):
            continue
        if path.is_file():
            yield path
        elif not (path / "__init__.py").exists():
            yield from _beside(path.iterdir())


def _version(library: str) -> str:
    """The version of the distribution that an imported name comes from, whether or not it has been imported by now."""
    try:
        return metadata.version(_CALLED_OTHERWISE.get(library, library))
    except metadata.PackageNotFoundError:  # to look into every distribution takes a fifth of a second
        names = metadata.packages_distributions().get(library, [])
        return " ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))
