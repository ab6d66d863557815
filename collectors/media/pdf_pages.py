"""A PDF ▶ its pages, each with its words and the tables that are ruled on it, everything with its place.

A cell holds the words between its lines; a word that stands over a line is kept apart, for nobody knows whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.page import Page as PlumberPage
from pdfplumber.table import Table as PlumberTable

from collectors.errors import BadContent
from collectors.media.pdf import Box, Cell, Lattice, Page, Word
from collectors.media.pdf_file import BROKEN, bad, opened, refuse_torn
from collectors.records import Document

MAX_PAGE = 1 << 20  # bytes that draw one page; a page of a table takes 50,000
MAX_LINES = 4_000  # lines of one page that may be those of a table; a ruled page has 300
_PICTURE = 0.8  # of the page: an image as large as that is the page itself, and its text what a machine saw in it
_GAP = 0.15  # of the size of the letters: what stands further apart is another word
_LINE = 1  # point: letters whose tops are no further apart are on one line
_RAISED = 0.3  # of the size: what stands higher or lower is on another line
_SMALLER = 0.85  # of the size of the letters beside it: a raised digit of a footnote, not one of the number
_OVER = 0.4  # of its width: a letter that covers as much of the one before is printed over it
_ONCE_MORE = re.compile(rb"/([^\s/\[\]<>()]+)\s+Do\b")  # a drawing that is used in another one


def pages(document: Document) -> Iterator[Page]:
    """Every page, in its order. Raises BadContent for what is no whole PDF, is locked or too long (`pdf_file.opened`),
    and where no page has any text (a scan)."""
    anything, unread = False, list[str]()
    with opened(document) as pdf:
        for page in pdf.pages:
            try:
                refuse_torn(document, page)
                read = _read(page)
            except BROKEN as error:
                found = f"{type(error).__name__}: {str(error)[:120]} on page {page.page_number}"
                raise bad(document, "pages that can be read", found) from error
            page.close()  # what the library remembers of a page is a thousand times its text
            anything = anything or bool(read.words)
            unread += [read.unread] if read.unread else []
            yield read
    if not anything:
        remedy = "Nothing of it is loaded; ask the publisher for the text, or read it by eye."
        found = unread[0] if unread else "no letter on any page (a scan, or letters drawn as lines)"
        raise BadContent(document.name, expected="a PDF with text", found=found, remedy=remedy)


# ── A page ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _read(page: PlumberPage) -> Page:
    number, sizes = page.page_number, dict[int, int]()
    drawn = sum(_drawn(resolve1(one), page.page_obj.resources, sizes) for one in page.page_obj.contents)
    if drawn > MAX_PAGE:
        return Page(number, unread=f"{drawn:,} bytes of drawing, where at most {MAX_PAGE:,} are read")
    shown, lines = Box(*map(float, page.cropbox)), len(page.edges)
    size = (shown.right - shown.left) * (shown.bottom - shown.top)
    pictures = [image for image in page.images if float(image["width"]) * float(image["height"]) > _PICTURE * size]
    if pictures:
        return Page(number, unread="a picture of a page (a scan)")
    if lines > MAX_LINES:
        return Page(number, unread=f"{lines:,} lines, where at most {MAX_LINES:,} are read")
    if 2 * sum(letter["upright"] for letter in page.chars) < len(page.chars):
        return Page(number, unread="text that lies on its side")
    lettered = [*_lettered(page, shown)]
    words = tuple(word for word, _ in lettered)
    return Page(number, words, tuple(_lattice(table, shown, lettered) for table in page.find_tables()))


def _drawn(stream: PDFStream, resources: object, sizes: dict[int, int]) -> int:
    """Bytes that a drawing takes, with those that it uses, each as often as it does: a few may stand for millions.
    `sizes`: what is known already; a drawing that uses itself is drawn once."""
    if id(stream) not in sizes:
        sizes[id(stream)] = 0
        data, others = (
            stream.get_data(),
            _resolved(_resolved(stream.attrs.get("Resources") or resources).get("XObject")),
        )
        used = [resolve1(others.get(name.decode("latin-1"))) for name in _ONCE_MORE.findall(data)]
        forms = [one for one in used if isinstance(one, PDFStream) and "Form" in str(one.attrs.get("Subtype"))]
        sizes[id(stream)] = len(data) + sum(100 + _drawn(one, resources, sizes) for one in forms)
    return sizes[id(stream)]


def _resolved(one: object) -> Mapping[str, Any]:
    found = resolve1(one)
    return found if isinstance(found, dict) else {}


_Letters = Sequence[Box]


def _lettered(page: PlumberPage, shown: Box) -> Iterator[tuple[Word, _Letters]]:
    """The words that stand on the page, each with the boxes of its letters. Letters of two sizes are two words."""
    inside = Box(0, 0, shown.right - shown.left, shown.bottom - shown.top)
    apart = {"x_tolerance_ratio": _GAP, "y_tolerance": _LINE, "y_tolerance_ratio": _RAISED}
    for word in page.extract_words(**apart, return_chars=True):
        run: list[dict[str, Any]] = []
        for letter in [*_not_bold_by_repeating(word["chars"]), None]:
            if run and (letter is None or not _SMALLER < letter["size"] / run[-1]["size"] < 1 / _SMALLER):
                boxes = [_box(one, shown) for one in run]
                whole = Box.around(boxes)
                if _holds(inside, whole.center):
                    yield Word("".join(one["text"] for one in run), whole), boxes
                run = []
            if letter is not None:
                run.append(letter)


def _not_bold_by_repeating(letters: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A letter that is printed again over itself, a little aside, is bold and one letter; another one printed over it
    makes it unreadable, U+FFFD, so that no number comes of the two."""
    before: dict[str, Any] | None = None
    for letter in letters:
        over = before is not None and before["x1"] - letter["x0"] > _OVER * min(letter["width"], before["width"])
        if over and before is not None:
            if letter["text"] == before["text"]:
                continue
            letter = {**letter, "text": "\ufffd"}
        yield letter
        before = letter


def _box(one: Mapping[str, Any], shown: Box) -> Box:
    """Counted from the corner of what is shown of a page."""
    left, top = shown[:2]
    return Box(one["x0"] - left, one["top"] - top, one["x1"] - left, one["bottom"] - top)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] < box.right and box.top <= point[1] < box.bottom


def _lattice(table: PlumberTable, shown: Box, words: Iterable[tuple[Word, _Letters]]) -> Lattice:
    """The cells between the lines, with the words in them."""
    left, top = shown[:2]
    boxes = [[cell and Box(cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top) for cell in row.cells]
             for row in table.rows]  # fmt: skip
    flat = [cell for row in boxes for cell in row if cell]
    whole, tops = Box.around(flat), [min(cell.top for cell in row if cell) for row in boxes]
    inside: dict[Box, list[Word]] = {cell: [] for cell in flat}
    across: list[Word] = []
    for word, letters in words:
        places = {_cell(boxes, tops, letter.center) for letter in letters}
        if places == {None}:
            continue
        cell = places.pop()
        if places or cell is None:
            across.append(word)
        else:
            inside[cell].append(word)
    rows = (tuple(cell and Cell(cell, tuple(inside[cell])) for cell in row) for row in boxes)
    return Lattice(whole, tuple(rows), tuple(across))


def _cell(rows: Sequence[Sequence[Box | None]], tops: Sequence[float], point: tuple[float, float]) -> Box | None:
    """The cell in which a point lies; a cell that is merged over rows stands in the first of them."""
    for row in range(bisect_right(tops, point[1]) - 1, -1, -1):
        found = next((cell for cell in rows[row] if cell and _holds(cell, point)), None)
        if found or all(cell is None or cell.bottom <= point[1] for cell in rows[row]):
            return found
    return None
