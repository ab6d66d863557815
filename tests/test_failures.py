"""What stops a command is one sentence and an exit status; and what a terminal obeys never gets there."""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import duckdb
import few_of_history
import pytest
from small_warc import WORKBOOKS

from flows import cli, terminal
from warehouse.home import Home
from warehouse.interruptible import interruptible

pytestmark = pytest.mark.whole_publish

ONRECORD = str(Path(sys.executable).with_name("onrecord"))
ICE = ("--source", "ice_detention_statistics")
Ran = tuple[int, str, str]
Onrecord = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    return Home(tmp_path / "data")


@pytest.fixture
def published(home: Home) -> Home:
    """A copy for readers that is a plain database."""
    home.published.parent.mkdir(parents=True)
    duckdb.connect(str(home.published)).close()
    return home


@pytest.fixture
def onrecord(home: Home, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Onrecord:
    def run(*words: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["onrecord", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def process(*words: object, home: Path, command: Sequence[str] = (ONRECORD,), **more: object) -> Ran:
    """A real process: exit status, output, errors."""
    environment = {**os.environ, "ONRECORD_HOME": str(home)}
    command = [*command, *map(str, words)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    return ran.returncode, ran.stdout, ran.stderr


def sentence(ran: Ran, *words: str, status: int = 1) -> None:
    """It ended so, with one line on the error stream that has these words."""
    assert ran[0] == status, ran
    assert len(ran[2].splitlines()) == 1, ran[2]
    assert ran[2].startswith("onrecord: ")
    for word in words:
        assert word in ran[2]


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.slow
def test_a_full_disk(small_disk: Path) -> None:
    """The bundled history needs more than there is; what was imported first is in the archive all the same."""
    home = Home(small_disk / "data")
    full = process("import", WORKBOOKS / "fy2025.xlsx", *ICE, home=home.root)
    sentence(full, str(home.root), "expected room on the disk", "Make room and say it again")
    assert "fy2025.xlsx: ok" in full[1]
    assert (home.archive / "fetches.jsonl").read_text().count("\n") == 1
    assert not home.warehouse.exists()


def test_a_full_disk_at_publishing_keeps_the_old_copy(newcomer_home: Home, small_disk: Path) -> None:
    home = Home(small_disk / "data")
    home.published.parent.mkdir(parents=True)
    home.published.write_bytes(b"the old copy")
    home.warehouse.symlink_to(newcomer_home.warehouse)
    sentence(process("publish", home=home.root), "expected room on the disk")
    assert home.published.read_bytes() == b"the old copy"
    assert [path.name for path in home.published.parent.iterdir()] == ["warehouse.duckdb"]


@pytest.fixture
def newcomer_home(tmp_path: Path, newcomer: object) -> Home:
    """A copy of the newcomer's warehouse, which may be written."""
    home = Home(tmp_path / "copied")
    home.root.mkdir()
    home.warehouse.write_bytes(newcomer.home.warehouse.read_bytes())  # type: ignore[attr-defined]
    return home


@pytest.mark.slow
def test_files_that_may_not_grow(home: Home) -> None:
    """The same for who may mount nothing: a limit on the size of files."""
    command = [sys.executable, "-c", few_of_history.COMMAND]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))  # noqa: E731
    ran = process("rebuild", home=home.root, command=command, preexec_fn=limit)
    sentence(ran, str(home.root), "expected room on the disk")
    assert not home.warehouse.exists()


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_nobody_can_write(published: Home, unbuffered: str) -> None:
    """Whether Python keeps it back until the end or not."""
    with open("/dev/full", "w") as full:
        command = [ONRECORD, "sql", "select 1"]
        environment = {**os.environ, "ONRECORD_HOME": str(published.root), "PYTHONUNBUFFERED": unbuffered}
        ran = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    sentence((ran.returncode, "", ran.stderr), "expected room on the disk")


def test_a_folder_that_cannot_be_written(tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    readable = "mount -t tmpfs -o ro tmpfs" if os.geteuid() == 0 else "chmod 555"
    if subprocess.run([*readable.split(), folder], capture_output=True, check=False).returncode:
        pytest.skip("no folder can be made read-only here")
    try:
        monkeypatch.setenv("ONRECORD_HOME", str(folder / "data"))
        for words in (["rebuild"], ["import", WORKBOOKS / "fy2025.xlsx", *ICE], ["collect"]):
            sentence(onrecord(*words), str(folder / "data"), "expected a place where this user may do that")
    finally:
        subprocess.run(["umount" if os.geteuid() == 0 else "true", folder], check=True)


@pytest.mark.parametrize("words", [["rebuild"], ["import", WORKBOOKS / "fy2025.xlsx", *ICE]])
def test_a_file_in_the_place_of_the_data_folder(words: list[object], home: Home, onrecord: Onrecord) -> None:
    home.root.write_text("a file")
    sentence(onrecord(*words), str(home.root), "expected a folder")
    assert home.root.read_text() == "a file"


def test_no_database_in_the_place_of_one(home: Home, onrecord: Onrecord) -> None:
    home.published.parent.mkdir(parents=True)
    for path, words in ((home.published, ["sql", "select 1"]), (home.warehouse, ["status"])):
        path.write_text("words " * 5000)
        sentence(onrecord(*words), str(path), "expected a DuckDB file", "onrecord rebuild")
        path.unlink()
        path.mkdir()
        sentence(onrecord(*words), str(path))
        path.rmdir()


def test_a_warehouse_that_another_process_writes(home: Home, onrecord: Onrecord) -> None:
    home.root.mkdir()
    code = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    holding = subprocess.Popen(
        [sys.executable, "-c", code, home.warehouse], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holding.stdout is not None
    holding.stdout.readline()
    for word in ("status", "rebuild", "check", "publish"):
        sentence(onrecord(word), str(home.warehouse), "Wait until the other process is done")
    holding.communicate()


# ── files that are named ─────────────────────────────────────────────────────────────────────────────────────────────
def test_files_that_are_none(published: Home, tmp_path: Path, onrecord: Onrecord) -> None:
    (tmp_path / "folder.sql").mkdir()
    for path, found in (
        (tmp_path / "folder.sql", "found a folder"),
        (tmp_path / "none.sql", "found nothing of that name"),
    ):
        for words in (["sql", path], ["import", path, *ICE], ["read", path, *ICE], ["collect", "--replay", path]):
            sentence(onrecord(*words), str(path), "expected a file", found)


def test_a_query_that_is_not_utf_8(
    published: Home, tmp_path: Path, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "latin.sql").write_bytes("select 'Zürich'".encode("latin-1"))
    sentence(onrecord("sql", tmp_path / "latin.sql"), "latin.sql", "expected a query in UTF-8; found byte 0xfc at 9")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"select 'Z\xfcrich'")))
    sentence(onrecord("sql"), "standard input", "expected a query in UTF-8; found byte 0xfc at 9")
    (tmp_path / "marked.sql").write_bytes(b"\xef\xbb\xbfselect 1 as a")
    assert onrecord("sql", tmp_path / "marked.sql", "--format", "csv") == (0, "a\n1\n", "")


@pytest.mark.slow
def test_words_that_are_not_utf_8(published: Home) -> None:
    ran = subprocess.run(
        [ONRECORD.encode(), b"sql", b"select '\xff'"],
        env={**os.environ, "ONRECORD_HOME": str(published.root)}, capture_output=True, check=False,
    )  # fmt: skip
    sentence((ran.returncode, "", ran.stderr.decode()), "UTF-8")


# ── interrupted, not heard, not understood ───────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "ending"),
    [
        ("select count(*) from range(10000000) as a, range(10000000) as b where hash(a.range, b.range) = 1", None),
        ("from range(100000000000)", None),
        ("from range(100000000000)", "csv"),
        ("from range(100000000000)", "parquet"),
        ("from range(100000000000)", "md"),
    ],
)
def test_a_query_that_is_interrupted(
    query: str, ending: str | None, published: Home, onrecord: Onrecord, tmp_path: Path
) -> None:
    """While it is executed, and while its rows come."""
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    output = ["--output", tmp_path / "rows" / f"all.{ending}"] if ending else []
    (tmp_path / "rows").mkdir()
    sentence(onrecord("sql", query, *output), "interrupted", status=130)
    assert not [*(tmp_path / "rows").iterdir()]


def test_who_interrupts_twice_does_not_leave_the_query_behind() -> None:
    ended = threading.Event()

    class Slow:
        def execute(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            assert ended.wait(20)
            time.sleep(0.1)

        def interrupt(self) -> None:
            if not ended.is_set():
                ended.set()
                signal.raise_signal(signal.SIGINT)

    interruptible(cast(Any, None), lambda: None)  # begins the thread that all questions have in common
    slow, before = Slow(), threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        interruptible(cast(Any, slow), slow.execute)
    assert threading.active_count() == before


@pytest.mark.parametrize("heard_by", ["the thread that waits", "another thread"])
def test_an_interrupt_that_the_query_does_not_hear_is_said_again(heard_by: str) -> None:
    """As DuckDB does not hear one that comes before the query has begun. One that another thread takes from the system
    ends no wait, nor does one that comes just before it."""
    said, heard = list[int](), threading.Event()

    class Deaf:
        def execute(self) -> None:
            if heard_by == "another thread":
                time.sleep(0.2)  # till it waits
                signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            else:
                os.kill(os.getpid(), signal.SIGINT)
            assert heard.wait(20), "interrupted once, and never again"

        def interrupt(self) -> None:
            said.append(1)
            if len(said) == 3:
                heard.set()

    deaf = Deaf()
    with pytest.raises(KeyboardInterrupt):
        interruptible(cast(Any, deaf), deaf.execute)
    assert len(said) >= 3


@pytest.mark.parametrize("place", ["collectors.collecting.collect", "warehouse.load.load", "flows.terminal.out.print"])
def test_a_run_that_is_interrupted(
    place: str, home: Home, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch, small_warc: Path
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, interrupted)
    sentence(onrecord("collect", "--replay", small_warc) if "load" in place else onrecord("collect"), status=130)


@pytest.mark.slow
def test_nobody_listens(published: Home) -> None:
    """Whether from the start, or after the first line, which comes however many there are."""
    for way in ("table", "csv", "json", "markdown"):
        for rows, reader, lines in ((1, "true", 0), (100_000_000_000, "head -1", 1)):
            line = f'"{ONRECORD}" sql "from range({rows})" --format {way} | {reader}; exit ${{PIPESTATUS[0]}}'
            ran = subprocess.run(
                ["bash", "-c", line],
                env={**os.environ, "ONRECORD_HOME": str(published.root)}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert (ran.returncode, len(ran.stdout.splitlines()), ran.stderr) == (141, lines, ""), way


@pytest.mark.parametrize(
    "words",
    [["sqll"], ["sql"], ["sql", "a", "b"], ["sql", "--nothing"], ["read"], ["sql", "--format", "xml", "x"]],
)
def test_what_is_not_understood(words: list[str], onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    sentence(onrecord(*words), "See `onrecord --help`", status=2)


def test_nothing_typed_is_a_question_for_help(onrecord: Onrecord) -> None:
    status, out, err = onrecord()
    assert (status, err) == (0, "")
    assert "collect" in out


# ── what a terminal obeys ────────────────────────────────────────────────────────────────────────────────────────────
OBEYED = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"]
OBEYED += [*"\u2028\u2029\u2066\u2067\u2068\u2069"]
OBEYED = [one for one in OBEYED if one not in "\t\n"]


def test_clean_spells_out_what_a_terminal_obeys() -> None:
    for one in OBEYED:
        assert terminal.clean(f"a{one}b").isprintable(), repr(one)
    assert terminal.clean("a\x1b[31mb\u202ec") == r"a\x1b[31mb\u202ec"
    assert terminal.clean("Zürich – 東京 é 🙂\tb\nc") == "Zürich – 東京 é 🙂\tb\nc"


def obeyed(text: str) -> list[str]:
    return sorted({one for one in text if one in OBEYED})


def test_tables_blocks_and_messages_are_clean(
    published: Home, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "".join(OBEYED).replace("\x00", "")
    literal = f"'{hostile}'"
    ran = [
        onrecord("sql", f'select {literal} as "a{hostile}"'),
        onrecord("sql", f"select [{literal}] as a, {{'b': {literal}}} as b"),
        onrecord("sql", "select " + ", ".join([literal] * 40)),
        onrecord("sql", f"select {literal}::int"),
        onrecord("sql", f'select "{hostile}"'),
        onrecord("sql", "select 1", "--output", f"{hostile}.csv", "--nothing"),
        onrecord("sql", f"{hostile}.sql"),
        onrecord(f"sql{hostile}"),
        onrecord("import", WORKBOOKS / "fy2025.xlsx", "--source", hostile),
        onrecord("import", WORKBOOKS / "fy2025.xlsx", "--seen-at", hostile),
        onrecord("sql", f"select {literal} as a", "--format", "json"),
    ]
    for status, out, err in ran:
        assert (status > 0) == bool(err)
        assert obeyed(out + err) == [], (out, err)


def test_what_the_layers_below_say_is_clean(capfd: pytest.CaptureFixture[str]) -> None:
    terminal.say("bad\x1b[2J", "https://a.example/\x1b]0;title\x07\nsecond line\u202e")
    said = capfd.readouterr()
    assert obeyed(said.out) == []
    assert len(said.out.splitlines()) == 1


def test_csv_keeps_the_data_for_programs_and_cleans_them_for_a_terminal(
    published: Home, onrecord: Onrecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = ["sql", "select 'a' || chr(27) || '[2J' as a", "--format", "csv"]
    assert onrecord(*query) == (0, "a\na\x1b[2J\n", "")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert onrecord(*query) == (0, "a\na\\x1b[2J\n", "")
