"""A home of a test's own: some files of one source, loaded without the bundled history, and asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from collectors.archive.store import Archive
from collectors.importing import import_file
from collectors.records import SourceModule
from warehouse.connection import read_only
from warehouse.home import Home
from warehouse.rebuild import update


def loaded(home: Home, module: SourceModule, *files: Path) -> Home:
    """The home, with files of which nobody says when they were seen."""
    for file in files:
        import_file(Archive(home.archive), file, module.SOURCE, file.name, None, "unknown")
    update(home)
    return home


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    """What the working warehouse answers."""
    with read_only(home.warehouse) as connection:
        return connection.execute(query).fetchall()
