"""Files that were named on the command line."""

from __future__ import annotations

from pathlib import Path

from collectors.errors import OnrecordError


def the_file(path: Path) -> Path:
    """A file that is there, before anything is done with it. Raises OnrecordError."""
    if path.is_dir() or not path.exists():
        raise OnrecordError(
            str(path),
            expected="a file",
            found="a folder" if path.is_dir() else "nothing of that name",
            remedy="Name a file that is there.",
        )
    return path
