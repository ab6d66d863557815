"""The rows of a user's own newsrooms as they were last read: `newsrooms.kept.json`, beside the file itself.

They stand in where that file is broken, so that no slip of the pen takes loaded documents away. Nothing heavy is
imported here: every command asks whether the file still is what it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def place(own: Path) -> Path:
    """Where the rows of a file are kept."""
    return own.with_suffix(".kept.json")


def kept(own: Path) -> dict[str, Any]:
    """id ▶ columns; none where nothing is kept, or what is kept cannot be read (the file of the user counts alone)."""
    rows = _read(own).get("rows")
    return rows if isinstance(rows, dict) else {}


def is_as_kept(own: Path) -> bool:
    """Whether a file is, byte for byte, one that was read without a fault; also where there neither is nor was one."""
    try:
        content = own.read_bytes()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return _read(own).get("sound") == hashlib.sha256(content).hexdigest()


def keep(own: Path, rows: Mapping[str, Mapping[str, Any]], sound: bytes | None) -> None:
    """Keep the rows of a file in place of those kept before; `sound`: its bytes, where nothing is wrong with it.

    Raises OSError where nothing can be written.
    """
    digest = None if sound is None else hashlib.sha256(sound).hexdigest()
    said = {"sound": digest, "rows": {id_: dict(row) for id_, row in rows.items()}}
    content = json.dumps(said, indent=1, sort_keys=True)
    path = place(own)
    if (not rows and not path.exists()) or content == _text(path):
        return
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(content, "utf-8")
    beside.replace(path)


def _read(own: Path) -> dict[str, Any]:
    try:
        said = json.loads(_text(place(own)))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
