"""Single bits flipped in the compressed members of two workbooks: none may be read as other figures.

    python -m tests.faults.bitflips [FLIPS] [SEED]

Prints what became of the flips; exit status 1 where other figures were accepted, where a reader broke or died.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.box import Answer, Box
from tests.faults.fuzz import CORPUS, FIXTURES, SOURCE

BAD = ("other figures", "broke", "died", "too_large", "too_slow")


def workbooks() -> list[Path]:
    real = [CORPUS / name for name in ("FY20-detentionstats.xlsx", "FY25_detentionStats02142025.xlsx")]
    return real if all(path.is_file() for path in real) else [FIXTURES / "fy2020.xlsx", FIXTURES / "fy2025.xlsx"]


def members(content: bytes) -> list[tuple[str, range]]:
    """Where the compressed bytes of each member stand."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for entry in packed.infolist():
            name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
            start = entry.header_offset + 30 + name + extra
            found.append((entry.filename, range(start, start + entry.compress_size)))
    return found


def flipped(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """One bit of one member, each byte of all members as likely as another."""
    where = members(content)
    name, place = chance.choices(where, [len(place) for _, place in where])[0]
    damaged = bytearray(content)
    damaged[chance.choice(place)] ^= 1 << chance.randrange(8)
    return name, bytes(damaged)


def figures(answer: Answer) -> Counter[tuple[object, ...]]:
    """All that is said of every figure."""
    return Counter(tuple(row.values()) for row in answer.of("observation"))


def judged(paths: Sequence[Path], count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Workbook, member and what became of each flip."""
    with Box(SOURCE) as box:
        for k, path in enumerate(paths):
            content = path.read_bytes()
            whole = figures(box.read(content, path.name))
            assert whole, f"{path.name} cannot be read"
            for number in range(k, count, len(paths)):
                member, damaged = flipped(content, random.Random(f"{seed} {number}"))
                yield path.name, member, verdict(whole, box.read(damaged, path.name))


def verdict(whole: Counter[tuple[object, ...]], answer: Answer) -> str:
    """Tables that were refused may be missing; no other figure may, and none may differ."""
    if answer.outcome != "read":
        return answer.outcome
    found = figures(answer)
    if found == whole:
        return "the same figures"
    return "refused" if answer.of("refusal") and found <= whole else "other figures"


def main(count: int = 300, seed: int = 1) -> int:
    paths, became = workbooks(), Counter[str]()
    for name, member, what in judged(paths, count, seed):
        became[what] += 1
        if what in BAD:
            print(f"{what}: a bit of {member} in {name}", flush=True)
    said = ", ".join(f"{number} {what}" for what, number in became.most_common())
    print(f"{count} flips in {' and '.join(path.name for path in paths)}, seed {seed}: {said}")
    return int(any(became[what] for what in BAD))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
