"""Reading in a process of its own: no document takes the run with it. And what the version of a parser notices."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import toy_source
from toy_source import content

from collectors import registry
from collectors.errors import ArchiveDamaged, OnrecordError, ReaderDied
from collectors.reading import process, version, worker
from collectors.reading.document import Reading, read_document
from collectors.reading.worker import read_documents
from collectors.records import Document

pytestmark = pytest.mark.reader_of_its_own

TOY: Any = toy_source
FIXTURES = Path(__file__).parent / "fixtures" / "ice_detention_statistics"
CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"
GOOD = content(("t{n=a}", "2025-01", 1))


def documents(*bodies: bytes) -> list[tuple[Any, Document]]:
    """Toy documents, named by their place: `0.json`."""
    return [(TOY, Document(body, f"https://toys.example/files/{place}.json")) for place, body in enumerate(bodies)]


def does(what: str) -> bytes:
    return content(("t{n=a}", "2025-01", 2), does=what)


def readings_of(work: Iterable[tuple[Any, Document]]) -> list[Reading]:
    with read_documents(work) as readings:
        return list(readings)


def outcomes(*bodies: bytes) -> list[str]:
    return ["ok" if one.error is None else one.error.outcome for one in readings_of(documents(*bodies))]


def is_running(pid: int) -> bool:
    """Whether there is such a process, dead ones that nobody has waited for included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# ── what comes back ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_other_process_reads_what_this_one_reads() -> None:
    module = registry.source("ice_detention_statistics")
    paths = sorted(FIXTURES.glob("*.xlsx"))
    assert len(paths) >= 3
    given = [Document(path.read_bytes(), f"https://fixtures.invalid/{path.name}") for path in paths]
    there = readings_of((module, document) for document in given)
    assert [one.document_id for one in there] == [document.document_id for document in given]
    for one, document in zip(there, given, strict=True):
        here = read_document(module, document, version.parser_hash(module.__name__))
        assert one.tables == here.tables
        for name in ("parser_hash", "title", "scope", "saved_at", "data_through", "bytes_held", "size", "url"):
            assert getattr(one, name) == getattr(here, name), name


@pytest.mark.slow
def test_a_refused_document_comes_back_with_its_refusal_and_nothing_else() -> None:
    (one,) = readings_of(documents(content(("t", "2025-01", 1), broken=True)))
    assert set(one.tables) == {"refusal"}
    assert one.tables["refusal"].to_pylist() == [
        {
            "sheet": None, "dataflow": None, "table_title": None, "outcome": "layout_changed",
            "expected": "a table (toys)", "found": "none", "remedy": "Look at it.",
        }
    ]  # fmt: skip
    assert one.error is not None
    assert one.error.table == "toys"


def test_no_document_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.subprocess, "Popen", None)
    assert readings_of([]) == []


@pytest.mark.slow
def test_an_exception_among_the_documents_comes_after_the_readings_before_it() -> None:
    def damaged() -> Iterator[tuple[Any, Document]]:
        yield from documents(GOOD, does("exit"))
        raise ArchiveDamaged("a.warc.gz", expected="a record", found="none", remedy="Restore it.", document_ids=("x",))

    with read_documents(damaged()) as readings:
        assert next(readings).error is None
        assert isinstance(next(readings).error, ReaderDied)
        with pytest.raises(ArchiveDamaged) as raised:
            next(readings)
    assert raised.value.document_ids == ("x",)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the processes that were started."""
    pids: list[int] = []
    start: Callable[..., Any] = subprocess.Popen

    def noted(*arguments: Any, **more: Any) -> Any:
        process = start(*arguments, **more)
        pids.append(process.pid)
        return process

    monkeypatch.setattr(process.subprocess, "Popen", noted)
    return pids


# ── what a document does to the process ──────────────────────────────────────────────────────────────────────────


#: what a document does, and what is said of the end of its process
ENDS = {
    "abort": "an end of the process by SIGABRT",
    "exit": "an end of the process with exit status 7",
    "loop": "no end after 2 seconds of work",
    "eat": "more than 300 MiB of memory taken",
}


@pytest.mark.slow
@pytest.mark.parametrize("given", [["abort", "good", "exit", "eat", "good"], ["loop", "good"]], ids=" ".join)
def test_what_ends_the_process_is_refused_and_the_others_are_read(
    given: list[str], started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first document of a process does, and one that is not the first; one after another does."""
    monkeypatch.setattr(process, "MEMORY", 300 << 20)
    monkeypatch.setattr(process, "SECONDS", 2.0 if "loop" in given else 60.0)
    bodies = [does(what) if what in ENDS else GOOD for what in given]
    readings = readings_of(documents(*bodies))
    assert len(readings) == len(given)
    for place, (what, one) in enumerate(zip(given, readings, strict=True)):
        if what == "good":
            assert one.error is None
            continue
        assert isinstance(one.error, ReaderDied)
        assert (one.error.document, one.error.found) == (f"{place}.json", ENDS[what])
        assert one.tables["refusal"].to_pylist()[0]["found"] == ENDS[what]
        assert set(one.tables) == {"refusal"}
        assert (one.bytes_held, one.size, one.parser_hash) == (True, len(bodies[place]), readings[-1].parser_hash)
    assert len(started) > sum(what in ENDS for what in given)
    assert [pid for pid in started if is_running(pid)] == []  # none is left at the end


@pytest.mark.slow
def test_many_documents_are_read_by_two_processes_in_their_order(
    started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of them a document ends, that one is refused, and the others come back where they stand."""
    monkeypatch.setattr(worker, "PROCESSES", 2)
    ending = {2, 11, 12}
    bodies = [does("exit") if place in ending else GOOD for place in range(15)]
    readings = readings_of(documents(*bodies))
    assert [one.url for one in readings] == [document.url for _, document in documents(*bodies)]
    assert {place for place, one in enumerate(readings) if one.error is not None} == ending
    assert len(started) >= len(ending) + 2
    assert [pid for pid in started if is_running(pid)] == []


@pytest.mark.slow
def test_few_documents_start_no_second_process(started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PROCESSES", 2)
    assert outcomes(*[GOOD] * worker.PAYS) == ["ok"] * worker.PAYS
    assert len(started) == 1
    assert outcomes(*[GOOD] * (worker.PAYS + 1)) == ["ok"] * (worker.PAYS + 1)
    assert len(started) in (2, 3)  # the first may be done with all of them before the second gets one


@pytest.mark.slow
def test_memory_that_others_left_is_not_held_against_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MEMORY", 450 << 20)  # one of them fits, two do not
    assert outcomes(*[does("leave")] * 2) == ["ok"] * 2


@pytest.mark.slow
def test_a_far_stray_cell_ends_no_run() -> None:
    path = CASES / "attack" / "stray_far_cell.xlsx"
    if not path.exists():
        pytest.skip("the small cases are not beside this checkout (../shared/cases)")
    module = registry.source("ice_detention_statistics")
    good = (FIXTURES / "fy2025.xlsx").read_bytes()
    bodies = [path.read_bytes(), good]
    odd, after = readings_of((module, Document(body, f"{place}.xlsx")) for place, body in enumerate(bodies))
    assert odd.error is None or odd.error.outcome in ("reader_died", "bad_content")
    assert after.error is None


def test_a_process_that_does_not_start_is_no_documents_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_START", "import sys; sys.exit('no such library')")
    with pytest.raises(OnrecordError, match="no such library") as raised:
        readings_of(documents(GOOD))
    assert not isinstance(raised.value, ReaderDied)


# ── nothing is left ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_who_stops_asking_ends_the_process_in_the_middle_of_a_document(started: list[int]) -> None:
    with read_documents(documents(GOOD, does("loop"), GOOD)) as readings:
        assert next(readings).error is None
    assert len(started) == 1
    assert not is_running(started[0])


RUN = """
import sys
sys.path[:0] = sys.argv[1].split(";")
import toy_source
from collectors.reading import process, worker
from collectors.records import Document
from toy_source import content
process.SECONDS = 1
loop = content(("t", "2025-01", 1), does="loop")
there = process.Process.__init__
def noted(self, name):
    there(self, name)
    print(self._process.pid, flush=True)
process.Process.__init__ = noted
with worker.read_documents([(toy_source, Document(loop, "a.json"))]) as readings:
    list(readings)
"""


@pytest.mark.slow
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_process(ended_by: signal.Signals) -> None:
    """Ctrl-C goes to both processes. Who is killed cannot end the other: it ends by itself, soon (pipe or timer)."""
    here = Path(__file__).parent
    with subprocess.Popen(
        [sys.executable, "-c", RUN, f"{here};{here.parent}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        os.killpg(run.pid, ended_by) if ended_by == signal.SIGINT else run.send_signal(ended_by)
        run.communicate()
    assert run.returncode != 0
    while is_running(pid):  # pytest's own time-out says that it runs on
        signal.sigtimedwait([], 0.01)


# ── the version of a parser ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A source that is a package, importing from a sister, through an `__init__` of its own and one of another's."""
    monkeypatch.syspath_prepend(tmp_path)
    for name, code in {
        "hashed/__init__.py": "",
        "hashed/source/__init__.py": "from hashed.source.labels import LABELS\nfrom hashed.common import day\n",
        "hashed/source/labels.py": "from . import more\nLABELS = {}\n",
        "hashed/source/more.py": "import python_calamine, bs4\n",
        "hashed/source/labels.csv": "a,b\n",
        "hashed/source/lists/areas.txt": "Atlanta\n",
        "hashed/common/__init__.py": "from hashed.common.days import day\n",
        "hashed/common/days.py": "day = 1\n",
        "hashed/common/days.json": "{}\n",
        "hashed/other/__init__.py": "x = 1\n",
        "hashed/other/data.csv": "x\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    importlib.import_module("hashed.source")
    yield tmp_path / "hashed"
    for name in [name for name in sys.modules if name.split(".")[0] == "hashed"]:
        del sys.modules[name]


def hashed() -> str:
    version._code_hash.cache_clear()
    return version.parser_hash("hashed.source")


@pytest.mark.parametrize(
    "changed",
    [
        "__init__.py", "source/__init__.py", "source/labels.py", "source/more.py", "source/labels.csv",
        "source/lists/areas.txt", "common/__init__.py", "common/days.py", "common/days.json",
    ],
)  # fmt: skip
def test_a_parser_is_another_where_anything_changes_that_it_imports_or_reads(package: Path, changed: str) -> None:
    before = hashed()
    with (package / changed).open("a") as file:
        file.write("\n")
    assert hashed() != before


def test_a_parser_is_another_where_a_data_file_is_added(package: Path) -> None:
    before = hashed()
    (package / "source" / "areas.csv").write_text("")
    assert hashed() != before


@pytest.mark.parametrize("library", ["python_calamine", "bs4", "pyarrow"])
def test_a_parser_is_another_with_another_version_of_a_library(
    package: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashed()
    real = version._version
    monkeypatch.setattr(version, "_version", lambda name: "0.0.1" if name == library else real(name))
    assert hashed() != before


def test_a_parser_is_the_same_where_something_else_changes(package: Path) -> None:
    before = hashed()
    (package / "other" / "data.csv").write_text("y\n")
    (package / "other" / "__init__.py").write_text("x = 2\n")
    (package / "source" / "__pycache__" / "more.txt").parent.mkdir(exist_ok=True)
    (package / "source" / "__pycache__" / "more.txt").write_text("")
    assert hashed() == before


def test_the_versions_of_the_libraries_are_those_of_their_distributions() -> None:
    for library, distribution in {
        "python_calamine": "python-calamine",
        "bs4": "beautifulsoup4",
        "numpy": "numpy",
    }.items():
        importlib.import_module(library)
        assert version._version(library) == metadata.version(distribution)


@pytest.mark.parametrize("source_id", registry.modules())
def test_the_parsers_there_are_rest_on_the_common_readers(source_id: str) -> None:
    code, libraries = version._imported(registry.source(source_id).__name__)
    assert {"collectors.records", "collectors.errors", "collectors.reading.document", "collectors.media"} <= code.keys()
    assert "pyarrow" in libraries
    assert not {name for name in code if name.startswith(("collectors.archive", "collectors.fetching"))}
