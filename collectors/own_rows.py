"""A user's own newsrooms: the rows of their file, and those of before in place of broken ones (`kept_rows`).

A row that stands in reads what is loaded of it as before, and is not asked for more until its file is mended.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from collectors import kept_rows
from collectors.errors import OnrecordError
from collectors.newsroom_rows import faults, id_of, newsrooms
from collectors.newsrooms.declared import Newsroom, row_of


@dataclass(frozen=True)
class OwnRows:
    """The newsrooms of a file by their ids, and what is wrong with it, each with what is done about it. `sound`: its
    bytes, where nothing is wrong."""

    rows: dict[str, Newsroom]
    errors: tuple[OnrecordError, ...] = ()
    sound: bytes | None = None


def own_rows(path: Path, taken: Collection[str]) -> OwnRows:
    """The rows of a file; none where there is no file. `taken` are the ids that none of them may have.

    Where one row is broken, the row of its id that was read before stands in; where the file is no TOML, so does every
    such row that cannot be found in it; where it cannot be read at all or is empty, every row. Raises nothing.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return OwnRows({})
    except OSError as error:
        return _unread(path, error.strerror or str(error), taken)
    if not content.strip():
        return _unread(path, "an empty file", taken) if kept_rows.kept(path) else OwnRows({}, sound=content)
    found, errors = newsrooms(path, content, taken)
    return _with_kept(path, found, errors, content, taken)


def keep_rows(path: Path, own: OwnRows) -> None:
    """Keep the rows, those that stand in as well, for a time when the file is broken. Raises OSError."""
    kept_rows.keep(path, {id_: _columns(one) for id_, one in own.rows.items()}, own.sound)


def _unread(path: Path, found: str, taken: Collection[str]) -> OwnRows:
    remedy = "Restore the file; delete it where its newsrooms are to go, with what is loaded of them."
    error = OnrecordError(str(path), expected="rows of newsrooms (TOML)", found=found, remedy=remedy)
    return _with_kept(path, {}, [error], b"", taken)


def _with_kept(
    path: Path, found: dict[str, Newsroom], errors: list[OnrecordError], content: bytes, taken: Collection[str]
) -> OwnRows:
    rows = {id_: replace(one, is_own=True) for id_, one in found.items()}
    if not errors:
        return OwnRows(rows, sound=content)
    is_whole = all(error.table is not None for error in errors)  # else rows may be there that nobody finds
    broken = {id_of(error) for error in errors}
    before = _kept(path, taken)
    missed = {id_: one for id_, one in before.items() if id_ not in rows and (not is_whole or id_ in broken)}
    return OwnRows({**rows, **missed}, tuple(_told(error, missed.keys()) for error in errors))


def _kept(path: Path, taken: Collection[str]) -> dict[str, Newsroom]:
    """The rows that are kept, save those that do not fit the columns of today."""
    return {
        id_: Newsroom(row_of({"id": id_, **said}), is_own=True, stands_in=True)
        for id_, said in kept_rows.kept(path).items()
        if not any(faults(id_, said, taken))
    }


def _told(error: OnrecordError, standing_in: Collection[str]) -> OnrecordError:
    """What is wrong, and what becomes of the rows meanwhile."""
    if error.table is not None and id_of(error) not in standing_in:
        what = "Until then it is left out."
    elif standing_in:
        named = ", ".join(sorted(standing_in)) if error.table is None else str(id_of(error))
        what = f"Until then what is loaded of {named} stays as it is, and no more is asked for."
    else:
        what = "Until then its newsrooms are left out."
    return OnrecordError(
        error.document, table=error.table, expected=error.expected, found=error.found, remedy=f"{error.remedy} {what}"
    )


def _columns(one: Newsroom) -> dict[str, object]:
    return {name: value for name, value in asdict(one.row).items() if name != "id" and value not in ("", ())}
