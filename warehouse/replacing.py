"""Putting a new warehouse file in the place of an old one, so that a kill between two steps leaves one that opens.

DuckDB keeps what is not yet in a file in others beside it: `warehouse.duckdb.wal` and, while that is being worked in,
`.wal.checkpoint` and `.wal.recovery`. Whoever opened the file for writing and died has left them. Beside another file
than their own they keep everybody from opening it.
"""

from __future__ import annotations

import os
from pathlib import Path

SIDECARS = (".wal", ".wal.checkpoint", ".wal.recovery")


def put_in_place(following: Path, path: Path) -> None:
    """Let `following`, closed and without sidecars, take the name `path`.

    The sidecars of the old file go first: it opens without them as well. They go once more afterwards, for who had the
    old file open may have begun new ones in between.
    """
    discard_sidecars(path)
    os.replace(following, path)
    discard_sidecars(path)


def discard(path: Path) -> None:
    """Delete a database file that a killed run has left, with its sidecars."""
    path.unlink(missing_ok=True)
    discard_sidecars(path)


def discard_sidecars(path: Path) -> None:
    """Delete what stands beside a database file that nobody is writing."""
    for ending in SIDECARS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
