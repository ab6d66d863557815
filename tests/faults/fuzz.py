"""A thousand workbooks with one thing wrong each, read and judged.

    python -m tests.faults.fuzz [MUTANTS] [SEED]        (make faults)

Made of real workbooks where ../shared/corpus is beside the checkout, else of the fixtures. Prints what became of each
kind of mutation; exit status 1 where a figure is silently wrong, where a reader broke, died, or took more than 1.5 GB
or 20 s.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.book import Book
from tests.faults.box import Box
from tests.faults.learning import Whole
from tests.faults.mutants import Mutant, mutant
from tests.faults.oracle import KINDS, Verdict, judge

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = "ice_detention_statistics"
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus")) / "agency" / SOURCE
FIXTURES = ROOT / "tests" / "fixtures" / SOURCE
#: one or two workbooks of each era
ERAS = [
    "FY19-detentionstats.xlsx", "FY20-detentionstats.xlsx", "FY21_detention-stats_0317.xlsx",
    "FY21_detentionStats10012021.xlsx", "FY22_detentionStats05042022.xlsx", "FY23_detentionStats01092023.xlsx",
    "FY23_detentionStats09252023.xlsx", "FY24_detentionStats02012024.xlsx", "FY24_detentionStats08152024.xlsx",
    "FY25_detentionStats02142025.xlsx", "FY25_detentionStats09242025.xlsx", "FY26_detentionStats_04092026.xlsx",
]  # fmt: skip
BAD = ("wrong", "broke", "died", "too_large", "too_slow")


def workbooks() -> list[Path]:
    real = [CORPUS / name for name in ERAS if (CORPUS / name).is_file()]
    return real or sorted(FIXTURES.glob("*.xlsx"))


def judged(paths: Sequence[Path], count: int, seed: int) -> Iterator[tuple[Mutant, Verdict]]:
    """Mutants of these workbooks, in equal shares, and what became of each."""
    with Box(SOURCE) as box:
        for k, path in enumerate(paths):
            book = Book.open(path.name, path.read_bytes())
            whole = Whole(book, box.read(book.content(), path.name))
            for number in range(k, count, len(paths)):
                made = mutant(whole, number, random.Random(f"{seed} {number}"))
                yield made, judge(whole, made.book, made.touched, box.read(made.book.content(), path.name))


def table(of_kind: dict[str, Counter[str]], lost: Counter[str]) -> Iterator[str]:
    """One line a kind of mutation."""
    yield f"{'':24}" + "".join(f"{kind:>10}" for kind in KINDS) + f"{'lost elsewhere':>16}"
    for name, counted in [*of_kind.items(), ("all", sum(of_kind.values(), Counter()))]:
        figures = lost.total() if name == "all" else lost[name]
        yield f"{name:24}" + "".join(f"{counted[kind] or '·':>10}" for kind in KINDS) + f"{figures or '·':>16}"


def main(count: int = 1000, seed: int = 1) -> int:
    of_kind: dict[str, Counter[str]] = defaultdict(Counter)
    lost: Counter[str] = Counter()
    begin, paths = time.monotonic(), workbooks()
    for made, verdict in judged(paths, count, seed):
        of_kind[made.name][verdict.kind] += 1
        lost[made.name] += verdict.lost
        if verdict.kind in BAD:
            print(f"{verdict.kind}: {made.book.name}, {made.name} ({made.words})\n    {verdict.why}", flush=True)
        if verdict.lost:
            print(f"lost elsewhere: {made.book.name}, {made.name} ({made.words})\n    {verdict.lost_of}", flush=True)
    print(f"\n{count} mutants of {len(paths)} workbooks, seed {seed}, {time.monotonic() - begin:.0f} s")
    print("\n".join(table(of_kind, lost)))
    print("lost elsewhere: figures of tables that the mutation did not touch and that are not there any more")
    return int(any(counted[kind] for counted in of_kind.values() for kind in BAD))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
