"""A home of a test's own: some files of one source, loaded without the bundled history, and asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from collectors.archive.store import Archive
from collectors.importing import import_file
from collectors.records import Basis, SourceModule
from warehouse.connection import read_only
from warehouse.home import Home
from warehouse.rebuild import update


def loaded(home: Home, module: SourceModule, *files: Path, seen_on: Sequence[str] = ()) -> Home:
    """The home, with files that an archive saw at noon of these days; of the others nobody says when they were seen."""
    for file, day in zip_longest(files, seen_on):
        seen_at = None if day is None else datetime.fromisoformat(f"{day}T12:00Z")
        basis: Basis = "unknown" if day is None else "archive_capture"
        import_file(Archive(home.archive), file, module.SOURCE, file.name, seen_at, basis)
    update(home)
    return home


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    """What the working warehouse answers."""
    with read_only(home.warehouse) as connection:
        return connection.execute(query).fetchall()
