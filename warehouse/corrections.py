"""Slips of publishers that a person has corrected: `corrections.csv` ▶ core.correction.

There is one in the package, and one of the user in the data folder. What was printed stays what it is (`value`); beside
it stands what it must have been (`value_corrected`), with the evidence. A correction is of one cell of one document and
says what it expects there: where the parser reads something else, the correction is of another figure, and nothing is
loaded or published until somebody has looked.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from collectors.errors import WarehouseError
from warehouse.state import insert, transaction

OF_THE_PACKAGE = Path(__file__).parent / "corrections.csv"


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell. `expected` and `corrected` are in the unit of the series, `decided_at` is a day."""

    document_id: str
    sheet: str
    cell: str
    expected: float
    corrected: float
    evidence: str
    decided_at: date


def read(path: Path) -> list[Correction]:
    """The corrections of a file; none where there is no file. Raises WarehouseError where a line is not one."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names = [one.name for one in fields(Correction)]
        if rows.fieldnames != names:
            raise _odd(path, 1, f"the columns {', '.join(names)}", ", ".join(rows.fieldnames or ["nothing"]))
        return [_correction(path, rows.line_num, row) for row in rows]


def take_over(connection: duckdb.DuckDBPyConnection, own: Path) -> None:
    """Write core.correction anew: those of the package, and those of the user's own file, which go before.

    Raises WarehouseError where a file is not one of corrections, or where a document prints another figure in the cell
    than its correction expects.
    """
    wanted = {(one.document_id, one.sheet, one.cell): one for one in (*read(OF_THE_PACKAGE), *read(own))}
    with transaction(connection):
        connection.execute("delete from core.correction")
        if wanted:
            insert(connection, "core.correction", pa.Table.from_pylist([asdict(one) for one in wanted.values()]))
    _refuse(
        connection.execute("select document_id, sheet, cell, expected, found from core.correction_misfit").fetchall()
    )


def _refuse(misfits: Iterable[tuple[str, str, str, float, float | None]]) -> None:
    for document_id, sheet, cell, expected, found in misfits:
        raise WarehouseError(
            f"document {document_id[:12]}",
            table=f"{sheet}!{cell}",
            expected=f"{expected:,.10g}, of which corrections.csv says that it was corrected",
            found="no figure" if found is None else f"{found:,.10g}",
            remedy="Look at the cell: correct the line of corrections.csv, or take it out.",
        )


def _correction(path: Path, line: int, row: dict[str, str]) -> Correction:
    try:
        made = Correction(
            row["document_id"],
            row["sheet"],
            row["cell"],
            float(row["expected"]),
            float(row["corrected"]),
            row["evidence"],
            date.fromisoformat(row["decided_at"]),
        )
    except (TypeError, ValueError) as error:
        raise _odd(path, line, "two numbers and a day such as 2026-11-27", str(error)) from error
    if not (made.evidence.strip() and math.isfinite(made.expected) and math.isfinite(made.corrected)):
        raise _odd(path, line, "evidence in words, and two numbers", str(row))
    return made


def _odd(path: Path, line: int, expected: str, found: str) -> WarehouseError:
    return WarehouseError(
        str(path), table=f"line {line}", expected=expected, found=found, remedy="Correct the file, or take it away."
    )
