"""The medium of a workbook: visible sheets as grids with true cell addresses.

Read with python-calamine, empty margins kept, so that row 0, column 0 is cell A1. Only visible sheets are read; a
hidden one holds superseded figures. Rows and columns that are hidden inside a visible sheet are read like any other.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from collectors.errors import BadContent, LayoutChanged
from collectors.media.package import Package
from collectors.media.sheet import Sheet
from collectors.media.sheet_xml import extent, hyperlinks, merged, without_value
from collectors.records import Document

#: Every cell between A1 and the last filled one takes memory. Real sheets reach over 58,559 cells at the most; where
#: the formatting of blank ones reaches further, that costs nothing.
MAX_CELLS = 4_000_000


@dataclass(slots=True)
class Workbook:
    """The visible sheets of a document, laid out one at a time, and what the file says of itself."""

    document: Document
    package: Package
    _book: CalamineWorkbook
    _read: dict[str, Sheet] = field(default_factory=dict)

    @classmethod
    def open(cls, document: Document) -> Workbook:
        """Raises BadContent where the bytes are no workbook: HTML, a torn or a monstrous zip, no sheet inside."""
        package = Package.open(document)
        try:
            return cls(document, package, CalamineWorkbook.from_filelike(io.BytesIO(package.plain)))
        except CalamineError as error:
            raise BadContent(
                document.name,
                expected="an xlsx workbook",
                found=f"a zip that is none ({error})",
                remedy="Look at the bytes in the archive; the publisher may have put up another kind of file.",
            ) from error

    @property
    def sheet_names(self) -> list[str]:
        """The visible sheets, in the order of the workbook."""
        return [*self.package.worksheets]

    def sheet(self, name: str) -> Sheet:
        """One visible sheet. Raises BadContent where it cannot be read, LayoutChanged where it reaches too far."""
        if name not in self._read:
            with self._readable(name):
                self._read[name] = self._laid_out(name)
        return self._read[name]

    def links(self, name: str) -> dict[tuple[int, int], str]:
        """The addresses of the cells of a visible sheet that are links, by row and column from 0. One within the
        workbook begins with `#`. Raises BadContent where they cannot be read."""
        with self._readable(name):
            cells = hyperlinks(self.package.worksheets[name])
            addresses = self.package.targets(name) if cells else {}
        linked = {cell: addresses.get(id_, "") + (f"#{place}" if place else "") for cell, (id_, place) in cells.items()}
        return {cell: url for cell, url in linked.items() if url}

    @contextmanager
    def _readable(self, name: str) -> Iterator[None]:
        try:
            yield
        except (CalamineError, etree.XMLSyntaxError) as error:
            raise BadContent(
                self.document.name,
                table=f"sheet {name!r}",
                expected="a readable sheet",
                found=f"{type(error).__name__}: {error}",
                remedy="Fetch the file again; if it stays so, the publisher's copy is damaged.",
            ) from error

    def _laid_out(self, name: str) -> Sheet:
        xml, package = self.package.worksheets[name], self.package
        reach = extent(xml)
        if reach.cells > MAX_CELLS:
            found = f"one that reaches over {reach.rows:,} rows and {reach.columns:,} columns (a stray cell far out)"
            raise LayoutChanged(
                self.document.name,
                table=f"sheet {name!r}",
                expected=f"a sheet of at most {MAX_CELLS:,} cells",
                found=found,
                remedy="Nothing of this sheet was loaded. Look for a stray cell in its last rows and columns.",
            )
        lost = without_value(xml, recalculated=package.recalculated)
        rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return Sheet(name, self.sheet_names.index(name), rows, lost, from_1904=package.from_1904, merged=merged(xml))
