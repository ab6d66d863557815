"""PDFs made by hand, in small: texts and lines at places that are known, with whatever is wrong with them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDE, HIGH = 792, 612
_NARROW = {",": 0.278, ".": 0.278, " ": 0.278, "/": 0.278, "*": 0.389, "-": 0.333}


def width(text: str, size: float = 8) -> float:
    """Of digits and the marks between them, in Helvetica."""
    return size * sum(_NARROW.get(letter, 0.556) for letter in text)


def word(left: float, bottom: float, text: str, size: float = 8) -> str:
    """What draws a text; `bottom` is its base line, in points from the top of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size:g} Tf {left:g} {HIGH - bottom:g} Td ({escaped}) Tj ET"


def line(left: float, top: float, right: float, bottom: float) -> str:
    return f"{left:g} {HIGH - top:g} m {right:g} {HIGH - bottom:g} l S"


def rules(across: Sequence[float], down: Sequence[float]) -> list[str]:
    """The lines of a table: upright ones at `across`, level ones at `down`."""
    upright = [line(x, down[0], x, down[-1]) for x in across]
    return upright + [line(across[0], y, across[-1], y) for y in down]


@dataclass(frozen=True)
class Drawn:
    """A page: what draws it, its box, its rotation, whether it is packed."""

    drawing: Iterable[str] = ()
    box: tuple[float, float, float, float] = (0, 0, WIDE, HIGH)
    rotate: int = 0
    packed: bool = False
    more: str = ""  # of the resources


@dataclass
class _Objects:
    bodies: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        self.bodies.append(body)
        return len(self.bodies)


def stream(data: bytes, said: str = "") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (said.encode(), len(data), data)


def pdf(pages: Sequence[Drawn], *, saved: str = "", title: str = "", count: int | None = None,
        more: Sequence[bytes] = (), encrypt: bytes = b"") -> bytes:  # fmt: skip
    """A whole file. `count`: the number of pages that it claims; `more`: objects beside them; `encrypt`: the dictionary
    of its lock."""
    objects = _Objects([b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"])
    kids = []
    for page in pages:
        data = "\n".join(page.drawing).encode("latin-1")
        drawn = stream(zlib.compress(data), "/Filter/FlateDecode") if page.packed else stream(data)
        content, box = objects.add(drawn), " ".join(f"{side:g}" for side in page.box)
        kids.append(objects.add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {page.rotate}/Contents {content} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{page.more}>>>>".encode()
        ))  # fmt: skip
    objects.bodies[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects.bodies[1] = f"<</Type/Pages/Count {len(kids) if count is None else count}/Kids[{listed}]>>".encode()
    dated = f"/ModDate({saved})" if saved else ""
    info = objects.add(f"<</Title({title}){dated}>>".encode())
    objects.bodies.extend(more)
    return _file(objects.bodies, info, encrypt)


def _file(bodies: Sequence[bytes], info: int, encrypt: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    locked = b"/Encrypt " + encrypt + b"/ID[<00><00>]" if encrypt else b""
    out += b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1, info, locked, start,
    )  # fmt: skip
    return bytes(out)
