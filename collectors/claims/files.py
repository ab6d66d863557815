"""Texts of the user's, in; claims as JSON lines, out.

A text is taken exactly as decoded from UTF-8: no line end is translated and nothing stripped, for offsets count in it.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from collectors.claims.reading import Claim, Text
from collectors.errors import BadContent

FIELDS = ("doc_id", "published", "publisher", "text")


def texts(path: Path, published: date | None, publisher: str | None) -> Iterator[Text | BadContent]:
    """The texts of a file: one of each line of a `.jsonl`, else the file itself, whose `doc_id` is its name.

    A line without `published` or `publisher` takes those given. One that cannot be read is the error that says why, and
    costs itself.
    """
    content = path.read_bytes()
    if path.suffix != ".jsonl":
        yield _text(str(path), {"doc_id": path.stem, "text": content}, published, publisher)
        return
    for n, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1):  # the mark is no part of a text in it
        if line.strip():
            yield _line(f"{path}, line {n}", line, published, publisher)


def _line(where: str, line: bytes, published: date | None, publisher: str | None) -> Text | BadContent:
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return _bad(where, "a JSON object in UTF-8", str(error))
    if not isinstance(row, dict):
        return _bad(where, f"a JSON object with {', '.join(FIELDS)}", type(row).__name__)
    return _text(where, row, published, publisher)


def _text(where: str, row: dict[str, Any], published: date | None, publisher: str | None) -> Text | BadContent:
    text, day, who = row.get("text"), row.get("published") or published, row.get("publisher") or publisher
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        return _bad(where, "text in UTF-8", str(error))
    try:
        day = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    except ValueError:
        return _bad(where, "`published` as 2025-02-07", repr(day))
    name = row.get("doc_id")
    if not (isinstance(text, str) and isinstance(day, date) and isinstance(who, str) and isinstance(name, str)):
        kinds = (("doc_id", name, str), ("published", day, date), ("publisher", who, str), ("text", text, str))
        missing = [field for field, value, kind in kinds if not isinstance(value, kind)]
        return _bad(where, ", ".join(FIELDS), f"no usable {', '.join(missing)}")
    return Text(name, day, who, text)


def _bad(where: str, expected: str, found: str) -> BadContent:
    remedy = "Give texts in UTF-8 with --published and --publisher, or JSON lines that have both."
    return BadContent(where, expected=expected, found=found, remedy=remedy)


def row(text: Text, claim: Claim, n: int) -> dict[str, Any]:
    """One claim as a JSON object: the fields of the conventions, days as 2025-02-07. Geography is null, it is not read
    yet; of populations only operations are read. `part_of`: value_start of the whole of which this is a part; `decided`
    says which rules chose."""
    days = [day.isoformat() if day else None for day in (claim.period_start, claim.period_end)]
    return {
        "claim_id": f"{text.doc_id}-{n:02}",
        "doc_id": text.doc_id,
        "label": "claim",
        "quote": claim.quote,
        "value_start": claim.value_start,
        "value_end": claim.value_end,
        "doc_sha256": hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "value_text": claim.value_text,
        "value_low": claim.value_low,
        "value_high": claim.value_high,
        "qualifier": claim.qualifier,
        "unit": claim.unit,
        "measure": claim.measure,
        "agency": claim.agency,
        "period_start": days[0],
        "period_end": days[1],
        "period_kind": claim.period_kind,
        "geography": None,
        "population": claim.population,
        "attribution": claim.attribution,
        "status": claim.status,
        "firm": claim.firm,
        "part_of": claim.part_of,
        "decided": claim.decided,
        "confidence": claim.confidence,
        "runner_up": claim.runner_up,
    }
