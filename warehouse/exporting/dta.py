"""The layout of a Stata file: release 118, read by Stata 14 and later, as Stata's `help dta` describes it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Values: TypeAlias = npt.NDArray[np.generic]
Section: TypeAlias = tuple[str, bytes]

NAME, FORMAT, LABEL = 129, 57, 321  # bytes that the file keeps for each, the closing zero included
LONG_TEXT, DOUBLE, LONG, BYTE = 32_768, 65_526, 65_528, 65_530  # codes of types; that of a shorter text is its bytes
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YES_NO = "yes_no"  # the name of the only value label
TEXT = 130  # the kind of a long text that ends with a zero
DTYPES = {LONG_TEXT: "<u8", DOUBLE: "<f8", LONG: "<i4", BYTE: "i1"}


@dataclass(frozen=True, slots=True)
class Variable:
    """`code`: its type; `notes`: what `notes` in Stata shows of it."""

    name: str
    code: int
    format: str
    label: str
    notes: tuple[str, ...] = ()
    yes_no: bool = False

    @property
    def dtype(self) -> str:
        """Of its values in the file. Those of a long text are references, see `reference`."""
        return DTYPES.get(self.code) or f"S{self.code}"


@dataclass(frozen=True, slots=True)
class DataSet:
    """What stands before the rows: the variables, the number of rows, a label, notes, when it was made (UTC)."""

    variables: Sequence[Variable]
    rows: int
    label: str
    notes: Sequence[str]
    made_at: datetime


def reference(variable: int, row: int) -> int:
    """What stands in a row for a long text: that of the variable and the row where it was first, both from 1."""
    return variable | row << 16


def write(path: Path, data: DataSet, portions: Iterable[Sequence[Values]], long_texts: Mapping[int, bytes]) -> None:
    """Write a file.

    `portions`: the values of each variable, some rows at a time; `long_texts`: by what stands for them there
    (`reference`).
    """
    row = np.dtype([(str(place), one.dtype) for place, one in enumerate(data.variables)])
    strls = b"".join(_long_text(*one) for one in sorted(long_texts.items()))
    after = [("strls", strls), ("value_labels", _value_labels())]
    before = _before(data, data.rows * row.itemsize, after)
    with path.open("wb") as out:
        out.write(b"<stata_dta>")
        out.writelines(_tagged(*one) for one in before)
        out.write(b"<data>")
        for columns in portions:
            portion = np.empty(len(columns[0]), row)
            for place, values in enumerate(columns):
                portion[str(place)] = values
            out.write(portion.tobytes())
        out.write(b"</data>")
        out.writelines(_tagged(*one) for one in after)
        out.write(b"</stata_dta>")


def _before(data: DataSet, size: int, after: Sequence[Section]) -> list[Section]:
    """The sections before the rows, which take so many bytes; the map of all is one of them."""
    variables = data.variables
    sections = [
        ("header", _header(data)),
        ("map", bytes(14 * 8)),
        ("variable_types", struct.pack(f"<{len(variables)}H", *(one.code for one in variables))),
        ("varnames", _padded((one.name for one in variables), NAME)),
        ("sortlist", bytes(2 * (len(variables) + 1))),
        ("formats", _padded((one.format for one in variables), FORMAT)),
        ("value_label_names", _padded((YES_NO if one.yes_no else "" for one in variables), NAME)),
        ("variable_labels", _padded((one.label for one in variables), LABEL)),
        ("characteristics", b"".join(_characteristics(variables, data.notes))),
    ]
    sizes = [(tag, len(content)) for tag, content in sections]
    sections[1] = ("map", _map([*sizes, ("data", size), *((tag, len(content)) for tag, content in after)]))
    return sections


def _header(data: DataSet) -> bytes:
    text = data.label.encode()
    made_at = data.made_at
    stamp = f"{made_at.day:02} {MONTHS[made_at.month - 1]} {made_at:%Y %H:%M}".encode()
    parts = {
        "release": b"118",
        "byteorder": b"LSF",
        "K": struct.pack("<H", len(data.variables)),
        "N": struct.pack("<Q", data.rows),
        "label": struct.pack("<H", len(text)) + text,
        "timestamp": struct.pack("<B", len(stamp)) + stamp,
    }
    return b"".join(_tagged(tag, content) for tag, content in parts.items())


def _map(sections: Sequence[tuple[str, int]]) -> bytes:
    """Where each section begins, with the beginning of the file and its last two marks."""
    sizes = [2 * len(tag) + len("<></>") + length for tag, length in sections]
    begins = [*accumulate(sizes, initial=len("<stata_dta>"))]
    return struct.pack("<14Q", 0, *begins[1:], begins[-1] + len("</stata_dta>"))


def _characteristics(variables: Sequence[Variable], notes: Sequence[str]) -> Iterator[bytes]:
    """Notes: how many there are, then each of them."""
    for name, said in (("_dta", notes), *((one.name, one.notes) for one in variables)):
        if said:
            for number, text in enumerate((str(len(said)), *said)):
                content = _padded((name, f"note{number}"), NAME) + text.encode() + b"\0"
                yield _tagged("ch", struct.pack("<I", len(content)) + content)


def _long_text(stands_for: int, text: bytes) -> bytes:
    return b"GSO" + struct.pack("<IQBI", stands_for & 0xFFFF, stands_for >> 16, TEXT, len(text) + 1) + text + b"\0"


def _value_labels() -> bytes:
    texts = b"no\0yes\0"
    table = struct.pack("<6i", 2, len(texts), 0, texts.index(b"yes"), 0, 1) + texts
    return _tagged("lbl", struct.pack("<I", len(table)) + _padded([YES_NO], NAME) + bytes(3) + table)


def _tagged(tag: str, content: bytes) -> bytes:
    return b"<%b>%b</%b>" % (tag.encode(), content, tag.encode())


def _padded(texts: Iterable[str], size: int) -> bytes:
    """Texts, each in so many bytes, the last of them a zero."""
    return b"".join(text.encode().ljust(size, b"\0") for text in texts)
