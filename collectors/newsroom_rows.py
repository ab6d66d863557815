"""`newsrooms.toml` ▶ newsrooms: a table a row, its name the id. What contradicts itself is told by row."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from lxml import etree

from collectors.errors import OnrecordError
from collectors.newsrooms.declared import Newsroom, Row, row_of

_ID = re.compile(r"[a-z][a-z0-9_]*")
_DAYS = re.compile(r"P[1-9]\d{0,4}D")
_EVERY = re.compile(r"P[1-9]\d{0,4}D|PT[1-9]\d{0,4}H")
_COLUMNS = {one.name: one for one in fields(Row) if one.name != "id"}
_REQUIRED = [name for name, one in _COLUMNS.items() if one.default is MISSING]
_LISTS = ("feeds", "sitemaps", "indexes")
_CHOICES = {name: get_args(get_type_hints(Row)[name]) for name in ("body", "state", "filter")}
_REMEDY = "Correct the row (docs/adding-a-source.md, A newsroom)."


def newsrooms(
    path: Path, content: bytes, taken: Collection[str] = ()
) -> tuple[dict[str, Newsroom], list[OnrecordError]]:
    """The newsrooms of a file by their ids, and what is wrong with the rows that are none. `taken` are the ids of other
    sources; `path` is for messages. In a file that is no TOML each row is read by itself, so that one row costs itself;
    one error that names no row says so. A file that is no text has no row."""
    found: dict[str, Newsroom] = {}
    errors: list[OnrecordError] = []
    rows: dict[str, Any] = {}
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        rows = tomllib.loads(text)
    except UnicodeDecodeError as error:
        errors.append(_no_toml(path, error))
    except tomllib.TOMLDecodeError as error:
        errors.append(_no_toml(path, error))
        rows = _one_by_one(text)
    for id_, said in rows.items():
        wrong = list(faults(id_, said, taken))
        if wrong:
            where, what = (f"row [{id_}]", "a row that fits the columns of collectors/newsrooms/declared.py")
            errors.append(OnrecordError(str(path), table=where, expected=what, found="; ".join(wrong), remedy=_REMEDY))
        else:
            found[id_] = Newsroom(row_of({"id": id_, **said}))
    return found, errors


def id_of(error: OnrecordError) -> str | None:
    """The id of the row that an error of `newsrooms` tells of; None where it tells of the file."""
    return None if error.table is None else error.table[len("row [") : -1]


def _no_toml(path: Path, error: Exception) -> OnrecordError:
    expected = "TOML in UTF-8, a table for each newsroom, each id once"
    return OnrecordError(str(path), expected=expected, found=str(error), remedy="Correct the file.")


def _one_by_one(text: str) -> dict[str, Any]:
    """The rows of a file that is no TOML, each read by itself: what cannot be read is the fault as a text. A row begins
    with a line that begins with its id in brackets. Of an id that stands twice neither is believed."""
    rows: dict[str, Any] = {}
    for piece in re.split(r"^(?=\[)", text, flags=re.MULTILINE)[1:]:
        try:
            read: dict[str, Any] = tomllib.loads(piece)
        except tomllib.TOMLDecodeError as error:
            name = re.match(r"\[\s*([\w-]+)", piece)
            read = {name[1]: f"no TOML: {error}"} if name else {}
        for id_, said in read.items():
            rows[id_] = "an id twice" if id_ in rows else said
    return rows


def faults(id_: str, said: Any, taken: Collection[str]) -> Iterator[str]:
    """What is wrong with a row, in words for the one who writes it."""
    if _ID.fullmatch(id_) is None:
        yield "an id that is not small letters, digits and underscores"
    if id_ in taken:
        yield "the id of another source"
    if not isinstance(said, Mapping):
        yield f"{said!r} in place of a table"
        return
    yield from (f"unknown key {name}" for name in said if name not in _COLUMNS)
    yield from (f"no {name}" for name in _REQUIRED if name not in said)
    for name, value in said.items():
        if name in _COLUMNS and (fault := _fault(name, value)):
            yield f"{name}: {fault}"


def _fault(name: str, value: object) -> str | None:
    """What is wrong with one value."""
    if name in _LISTS:
        wrong = not isinstance(value, list) or not all(isinstance(url, str) and _is_address(url) for url in value)
        return f"{value!r} is no list of https addresses" if wrong else None
    if not isinstance(value, str) or not value:
        return f"{value!r} is no text"
    if name in _CHOICES:
        return None if value in _CHOICES[name] else f"{value!r} is none of {', '.join(_CHOICES[name])}"
    if name == "expected_every":
        return None if _EVERY.fullmatch(value) else f"{value!r} is no duration in days or hours (P1D, PT3H)"
    if name == "late_after":
        return None if _DAYS.fullmatch(value) else f"{value!r} is no duration in days (P1D)"
    if name == "zone":
        return None if _is_zone(value) else f"{value!r} is no time zone (America/New_York)"
    if name in ("title_at", "body_at"):
        return _of_place(value)
    return _of_expression(value) if name == "documents" else None


def _is_address(url: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\S*", url) is not None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # not found, a path out of the data base, a folder of it
        return False
    return True


def _of_expression(text: str) -> str | None:
    try:
        re.compile(text)
    except re.error as error:
        return f"{text!r} is no regular expression ({error})"
    return None


def _of_place(text: str) -> str | None:
    try:
        etree.XPath(text)
    except etree.XPathError as error:
        return f"{text!r} is no XPath expression ({error})"
    return None
