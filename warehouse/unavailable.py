"""Why something on this machine could not be read or written: what the system or DuckDB said ▶ one of our errors.

DuckDB passes on the words of the system, so one table of words serves both.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from collectors.errors import WarehouseBusy, WarehouseError


@dataclass(frozen=True, slots=True)
class Cause:
    """`words`: by what it is known in a message, in small letters."""

    words: tuple[str, ...]
    expected: str
    remedy: str
    error: type[WarehouseError] = WarehouseError


def _said(*numbers: int) -> tuple[str, ...]:
    return tuple(os.strerror(number).lower() for number in numbers)


CAUSES = (
    Cause(
        ("could not set lock", "different configuration", "being used by another process"),
        "a warehouse that nobody else is writing",
        "Wait until the other process is done, or read the published copy.",
        WarehouseBusy,
    ),
    Cause(
        (*_said(errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "max_temp_directory_size"),
        "room on the disk",
        "Make room and say it again; what was whole before is still there.",
    ),
    Cause(
        _said(errno.EACCES, errno.EPERM, errno.EROFS),
        "a place where this user may do that",
        "Give the user the right to it, or set ONRECORD_HOME to a folder of their own.",
    ),
    Cause(
        ("wal does not match",),
        "a write-ahead log that belongs to the file",
        "Delete the file that ends in .wal beside it: it was left by a process that had an older file open.",
    ),
    Cause(
        (
            "not a valid duckdb database",
            "checksum",
            "corrupt",
            "different version",
            "storage version",
            "deserialize",
            "could not read enough bytes",
        ),
        "a DuckDB file, whole and of this version",
        "Say `onrecord rebuild`, then `onrecord publish`; the archive holds everything it is made of.",
    ),
    Cause(_said(errno.EISDIR), "a file", "Name a file."),
    Cause(_said(errno.ENOTDIR, errno.EEXIST), "a folder", "Name a folder, or take away what stands in its place."),
    Cause(_said(errno.ENOENT), "a file that is there", "Look at the name."),
    Cause(("out of memory", "failed to allocate"), "enough memory", "Ask for less at once, or close other programs."),
)


#: what DuckDB raises where disk or memory refuse something; of a commit that fails it says TransactionException
OF_THE_MACHINE = duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, duckdb.TransactionException


@contextmanager
def told(where: Path) -> Iterator[None]:
    """Raise what the machine refuses within as the error that says what to do about it. `where`: what is named where
    the system names no file."""
    try:
        yield
    except (OSError, *OF_THE_MACHINE) as error:
        raise unavailable(getattr(error, "filename", None) or where, error) from error


def unavailable(where: Path | str, error: OSError | duckdb.Error) -> WarehouseError:
    """The error that says what to do about it. WarehouseBusy is the only one for which waiting helps."""
    found = _found(error)
    for cause in CAUSES:
        if any(word in str(error).lower() for word in cause.words):
            return cause.error(str(where), expected=cause.expected, found=found, remedy=cause.remedy)
    return WarehouseError(
        str(where), expected="to be able to use it", found=found, remedy="Nothing was changed by this step."
    )


def _found(error: OSError | duckdb.Error) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"“{error.strerror}”"
    return str(error).split(". See also")[0].splitlines()[0].rstrip(".!")
