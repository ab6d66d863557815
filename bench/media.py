"""Reading of each medium against the bare library that it stands on, in one run.

    make bench

Timed: bytes ▶ statements (`edition` and `read` of the source), all files of the corpus of a source, and these files by
the library alone: python-calamine (every sheet as Python lists), csv (every row), pdfplumber (the tables of a page). In
turn, in one process that has both loaded; processor time, so that other work beside it counts little. A bound is of a
medium. ICE's workbooks are measured from the archive to the published copy, by bench/rebuild.py. Exit status 1 where
a bound is broken.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
from python_calamine import CalamineWorkbook

from collectors import registry
from collectors.records import Document, SourceModule

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
ROUNDS, AT_MOST = 5, 5.0


def calamine(content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def rows(content: bytes) -> None:
    list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def tables(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as book:
        for page in book.pages:
            page.extract_tables()


#: medium, source, its folder in the corpus, which files, the library alone
LINES: Sequence[tuple[str, str, str, str, Callable[[bytes], None]]] = (
    ("workbook", "ohss_monthly_tables", "ohss_monthly_tables", "*.xlsx", calamine),
    ("workbook", "ohss_khsm", "ohss_khsm", "*.xlsx", calamine),
    ("workbook", "ice_287g", "ice_287g", "*.xlsx", calamine),
    ("text", "cbp_nationwide_encounters", "cbp_nationwide_encounters", "*.csv", rows),
    ("text", "cbp_southwest_border", "cbp_southwest_border", "*.csv", rows),
    ("text", "ohss_monthly_csv", "ohss_monthly_csv", "*.csv", rows),
    ("PDF", "usbp_monthly_encounters", "usbp_pdf", "*.pdf", tables),
)


def ours(module: SourceModule, documents: Sequence[Document]) -> int:
    """How many statements they make."""
    statements = 0
    for document in documents:
        module.edition(document)
        read = (table.rows.num_rows for table in module.read(document) if table.kind in ("observation", "entry"))
        statements += sum(read)
    return statements


def measured(source_id: str, contents: Sequence[bytes], bare: Callable[[bytes], None]) -> tuple[int, float, float]:
    """Statements, seconds of ours, seconds of the library alone. The document is another one each time: what was opened
    is kept for the next question of the same one."""
    module = registry.source(source_id)
    documents = [Document(content, f"{source_id}/{time.monotonic_ns()}") for content in contents]
    begin = time.process_time()
    statements = ours(module, documents)
    middle = time.process_time()
    for content in contents:
        bare(content)
    return statements, middle - begin, time.process_time() - middle


def main() -> int:
    if not (CORPUS / "agency").is_dir():
        print(f"the corpus is not beside this checkout ({CORPUS})")
        return 0
    rounds: dict[str, list[tuple[float, float]]] = {}
    print(f"{'medium':10} {'source':28} {'files':>5} {'statements':>10} {'ours':>9} {'bare':>9} {'ratio':>6}")
    for medium, source_id, folder, pattern, bare in LINES:
        contents = [path.read_bytes() for path in sorted((CORPUS / "agency" / folder).glob(pattern))]
        runs = [measured(source_id, contents, bare) for _ in range(1 + (2 if medium == "PDF" else ROUNDS))][1:]
        took, alone = (statistics.median(times) for times in list(zip(*runs, strict=True))[1:])
        rounds.setdefault(medium, []).append((took, alone))
        shown = f"{took * 1000:6.0f} ms {alone * 1000:6.0f} ms {took / alone:6.2f}"
        print(f"{medium:10} {source_id:28} {len(contents):5} {runs[0][0]:10,} {shown}")
    broken = 0
    for medium, lines in rounds.items():
        took, alone = (sum(times) for times in zip(*lines, strict=True))
        print(f"{medium}: {took / alone:.2f} times the library alone (bound: at most {AT_MOST:g})")
        broken += took / alone > AT_MOST
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
