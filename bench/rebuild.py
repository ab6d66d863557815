"""Rebuild of the warehouse from the archive, against two peers that read the same workbooks, in one run.

    make bench

Timed: bytes of ICE's workbooks in the archive ▶ read, loaded, vintages, checked, published. The peers only read:
(a) python-calamine, every visible sheet as Python lists; (b) pandas with openpyxl, every sheet as a DataFrame (in an
environment of its own: where pandas is installed, pyarrow imports it). Each is started anew for each round; times are
of the work, without the start of Python and its imports. Prints medians, the two ratios, where the time of a rebuild
goes, the peak of the memory of all its processes together (each counts what it shares with others), and how that grows.
Memory is looked at in a round of its own, which is not timed: to look takes work from both cores. Exit status 1 where a
bound is broken.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus"))
WORKBOOKS = CORPUS / "agency" / "ice_detention_statistics"
ROUNDS = 5
AT_MOST_CALAMINE, AT_LEAST_PANDAS = 4.0, 5.0
AT_MOST_MIB = 1024
SAMPLE_SECONDS = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")

CALAMINE = """
import glob, sys, time
from python_calamine import CalamineWorkbook, SheetVisibleEnum
begin, cells = time.perf_counter(), 0
for path in sorted(glob.glob(sys.argv[1] + "/*.xlsx")):
    book = CalamineWorkbook.from_path(path)
    for sheet in book.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible:
            cells += sum(map(len, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)))
print(time.perf_counter() - begin)
"""

PANDAS = """
import glob, sys, time, warnings
import pandas
warnings.simplefilter("ignore")
begin = time.perf_counter()
for path in sorted(glob.glob(sys.argv[1] + "/*.xlsx")):
    pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
print(time.perf_counter() - begin)
"""

FILL = """
import csv, sys
from datetime import datetime
from pathlib import Path
from collectors import registry
from collectors.archive.store import Archive
from collectors.importing import import_file
from warehouse.home import Home
archive, agency = Archive(Home(Path(sys.argv[1])).archive), Path(sys.argv[2])
source = registry.source("ice_detention_statistics").SOURCE
for row in csv.DictReader((agency / "captures.tsv").open(), delimiter="\\t"):
    if row["kind"] == source.id:
        seen_at = datetime.fromisoformat(row["seen_at"]) if row["seen_at"] else None
        import_file(archive, agency / row["file"], source, row["url"], seen_at, row["basis"])
"""

OURS = """
import json, sys, time
from pathlib import Path
from collectors import registry
from warehouse.home import Home
import warehouse.rebuild
from warehouse.rebuild import rebuild
warehouse.rebuild.bundled = lambda: None  # ICE's workbooks alone, as the peers read them
from warehouse.publish import publish
home = Home(Path(sys.argv[1]))
registry.sources()
begin = time.perf_counter()
summary = rebuild(home)
loaded = time.perf_counter()
published = publish(home)
end = time.perf_counter()
assert summary.exit_status == 0 and summary.documents == int(sys.argv[2]), summary
print(json.dumps({
    "seconds": end - begin, "rebuild": loaded - begin, "publish": end - loaded,
    "observations": published.observations,
}))
"""

PROFILE = """
import cProfile, pstats, sys
from pathlib import Path
from collectors import registry
from warehouse.home import Home
import warehouse.rebuild
from warehouse.rebuild import rebuild
from warehouse.publish import publish
warehouse.rebuild.bundled = lambda: None
registry.sources()
profile = cProfile.Profile()
profile.enable(); rebuild(Home(Path(sys.argv[1]))); publish(Home(Path(sys.argv[1]))); profile.disable()
pstats.Stats(profile).sort_stats("tottime").print_stats(14)
"""


def run(code: str, *arguments: object, python: str = sys.executable) -> str:
    command = [python, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def measured(code: str, *arguments: object) -> list[float]:
    """The memory of a run in MiB from moment to moment, that of the processes it starts included."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    memory: list[float] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            memory.append(sum(map(resident, family(process.pid))))
            time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:2])
    return memory


def last_line(printed: str) -> dict[str, Any]:
    """What a run says of itself, behind the bar that DuckDB draws under `python -c` where a query takes long."""
    return json.loads(printed[printed.rindex("{") :])  # type: ignore[no-any-return]


def family(pid: int) -> list[int]:
    """A process and those that it, or one of those, has started."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:  # grows as it goes
        found += [child for child, parent in parents.items() if parent == one]
    return found


def resident(pid: int) -> float:
    """The memory of a process in MiB; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / (1 << 20)
    except OSError:
        return 0.0


def quarters(memory: list[float]) -> str:
    """How the memory of a run grows: at the end of each quarter of its time."""
    ends = (memory[len(memory) * k // 4 - 1] for k in range(1, 5))
    return ", ".join(f"{one:.0f}" for one in ends)


def main() -> int:
    if not WORKBOOKS.is_dir():
        print(f"the corpus is not beside this checkout ({WORKBOOKS.parent})")
        return 0
    pandas = ROOT / ".venv-bench" / "bin" / "python"
    count = len(list(WORKBOOKS.glob("*.xlsx")))
    with tempfile.TemporaryDirectory() as folder:
        run(FILL, folder, CORPUS / "agency")
        ours, calamine = [], [float(run(CALAMINE, WORKBOOKS))]
        for _ in range(ROUNDS):  # in turn, so that a slow minute of the machine slows both
            ours.append(last_line(run(OURS, folder, count)))
            calamine.append(float(run(CALAMINE, WORKBOOKS)))
        memory = measured(OURS, folder, count)
        peer = float(run(PANDAS, WORKBOOKS, python=str(pandas)))
        profile = run(PROFILE, folder)
    times = [one["seconds"] for one in ours]
    around = [statistics.mean(pair) for pair in pairwise(calamine)]  # right before and right after each of ours
    ratios = [one / other for one, other in zip(times, around, strict=True)]
    rows = [("ours: archive to published", times), ("(a) python-calamine, bare read", calamine)]
    print(f"{count} workbooks, {ours[0]['observations']:,} observations, {ROUNDS} rounds in turn")
    for name, values in [*rows, ("(b) pandas + openpyxl", [peer])]:
        spread = f"{min(values):7.2f} {statistics.median(values):7.2f} {max(values):7.2f}"
        print(f"  {name:32} {spread} s  (min, median, max)")
    to_a, to_b = statistics.median(ratios), peer / statistics.median(times)
    print(f"  ratio to (a): {to_a:.2f} (bound: at most {AT_MOST_CALAMINE})")
    print(f"  faster than (b): {to_b:.2f} times (bound: at least {AT_LEAST_PANDAS})")
    for part in ("rebuild", "publish"):
        print(f"  of which {part}: {statistics.median(one[part] for one in ours):.2f} s")
    peak = max(memory)
    print(f"  peak memory of all processes: {peak:.0f} MiB (bound: below {AT_MOST_MIB})")
    print(f"  growth: {quarters(memory)} MiB after each quarter of a round")
    print("\nwhere the time goes (with the profiler's own cost):")
    print("\n".join(profile[profile.index("Ordered by") :].splitlines()[:22]))  # without DuckDB's bars
    return 0 if to_a <= AT_MOST_CALAMINE and to_b >= AT_LEAST_PANDAS and peak < AT_MOST_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
