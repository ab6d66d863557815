"""Putting a new warehouse file in the place of an old one, so that a kill between two steps leaves one that opens.

DuckDB keeps what is not yet in a file in others beside it: `warehouse.duckdb.wal` and, while that is being worked in,
`.wal.checkpoint` and `.wal.recovery`. Whoever opened the file for writing and died has left them. Beside another file
than their own they keep everybody from opening it.
"""

from __future__ import annotations

import os
from pathlib import Path

from collectors.errors import WarehouseError

SIDECARS = (".wal", ".wal.checkpoint", ".wal.recovery")


def put_in_place(following: Path, path: Path) -> None:
    """Let `following`, closed, take the name `path`.

    The sidecars of the old file go first: it opens without them as well. They go once more afterwards, for who had the
    old file open may have begun new ones in between. Raises WarehouseError where `following` has any itself: it is not
    whole without them.
    """
    if left := [sidecar.name for sidecar in _sidecars(following) if sidecar.exists()]:
        raise WarehouseError(
            str(following),
            expected="a file that holds all that was written",
            found=f"the rest of it in {', '.join(left)}",
            remedy="Make room on the disk and say it again; what was whole before is still there.",
        )
    discard_sidecars(path)
    os.replace(following, path)
    discard_sidecars(path)


def discard(path: Path) -> None:
    """Delete a database file that a killed run has left, with its sidecars."""
    path.unlink(missing_ok=True)
    discard_sidecars(path)


def discard_sidecars(path: Path) -> None:
    """Delete what stands beside a database file that nobody is writing."""
    for sidecar in _sidecars(path):
        sidecar.unlink(missing_ok=True)


def _sidecars(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in SIDECARS]
