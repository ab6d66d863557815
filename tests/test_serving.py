"""`onrecord serve`: the pages over real HTTP, and what is said where they cannot be shown."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx
import published_by_hand as by_hand
import pytest

from flows import cli
from warehouse import serving

pytestmark = pytest.mark.whole_publish

Serve = Callable[..., tuple[int, str]]
needs_datasette = pytest.mark.skipif(
    find_spec("datasette") is None, reason="Datasette is not installed (the extra `serve`)"
)
ROWS = "/onrecord/marts_book_ins?agency_label=ICE&month=2025-06-01"
ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Serve:
    """`serve("--port", 1)` where it ends by itself: exit status, and what it complains of."""
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "data"))

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["onrecord", "serve", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


@pytest.mark.parametrize("words", [(), ("--port", 0)])
def test_without_datasette_it_says_how_to_install_it(
    serve: Serve, words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.serving.find_spec", lambda name: None)
    status, said = serve(*words)
    assert status == 1
    assert "pip install 'datasette" in said


@pytest.mark.parametrize(("words", "opened"), [((), []), (("--open",), ["http://127.0.0.1:1/"])])
def test_a_browser_is_opened_where_it_is_asked_for(
    serve: Serve, words: tuple[str, ...], opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("click.launch", asked.append)
    monkeypatch.setattr("flows.commands.serving.serve_pages", lambda home, port, ready: ready("http://127.0.0.1:1/"))
    assert serve(*words)[0] == 0
    assert asked == opened


@needs_datasette
def test_a_port_in_use_and_nothing_published_are_told(serve: Serve) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = serve("--port", port)
    assert status == 1
    assert f"127.0.0.1:{port}: expected a port that is free" in said
    assert f"--port {port + 1}" in said
    assert serve("--port", 0)[0] == 1
    assert "onrecord publish" in serve("--port", 0)[1]


@dataclass(frozen=True)
class Server:
    """A server in a process of its own; `temporary`: the folder in which it may make others."""

    process: subprocess.Popen[str]
    published: Path
    temporary: Path
    http: httpx.Client

    def page(self, path: str, status: int = 200) -> str:
        answer = self.http.get(f"{str(self.http.base_url).rstrip('/')}{path}")
        assert answer.status_code == status, answer.text
        return answer.text

    def spent(self) -> float:
        """Seconds of computing of the process until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


#: as the command does, but a query has less time
START = """
from warehouse import pages
pages.SETTINGS["sql_time_limit_ms"] = 700
from flows.cli import main
main()
"""


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    published = by_hand.publish(folder / "data" / "published" / "warehouse.duckdb")
    temporary = folder / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "ONRECORD_HOME": str(folder / "data"), "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        [sys.executable, "-c", START, "serve", "--port", "0"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, said
        with httpx.Client(base_url=found[0], timeout=20, trust_env=False) as http:
            yield Server(process, published, temporary, http)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Of a copy that stays as it is."""
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@needs_datasette
@pytest.mark.slow
class TestPages:
    def test_the_first_page_says_what_it_is_when_published_and_how_to_cite(self, server: Server) -> None:
        page = server.page("/")
        assert "Published 2026-11-27 17:49 UTC" in page
        assert "How to cite" in page
        for table in ("ready_book_ins", "marts_book_ins", "raw_document"):
            assert f'href="/onrecord/{table}"' in page
        assert page.index("ready_book_ins") < page.index("marts_book_ins")

    def test_a_table_has_its_comments_escaped_its_facets_and_its_rows(self, server: Server) -> None:
        page = server.page("/onrecord/marts_book_ins")
        assert "Book-ins a month &amp; agency. &lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "Who arrested: &lt;b&gt;ICE&lt;/b&gt; or CBP." in page
        assert "<script>alert(1)" not in page
        assert "12 rows" in page
        assert 'href="http' not in page.replace("https://datasette.io/", "").replace(str(server.http.base_url), "/")
        assert re.search(r'agency_label=ICE"[^>]*>ICE</a> 6', page)
        assert "9,202.5" in page
        assert re.findall(r'col-is_provisional type-int">(\w+)<', page)[:3] == ["yes", "yes", "no"]
        assert "FY25_detentionStats02032025.xlsx" in page

    def test_a_kept_address_gives_the_filtered_rows_as_page_csv_and_json(self, server: Server) -> None:
        assert "1 row where" in server.page(ROWS)
        assert server.http.head(ROWS).status_code == 200
        csv = server.page(ROWS.replace("?", ".csv?")).splitlines()
        assert len(csv) == 2
        assert csv[1].startswith("2025-06-01,2025,ice,ICE,6000")
        every = server.page("/onrecord/marts_book_ins.csv?_size=5").splitlines()
        assert len(every) == 1 + 12  # not those of the first page alone
        rows = server.http.get(ROWS.replace("?", ".json?_shape=objects&")).json()["rows"]
        assert [(row["agency"], row["value"]) for row in rows] == [("ice", 6000)]

    def test_a_row_has_an_address_that_names_it(self, server: Server) -> None:
        assert "6,000" in server.page("/onrecord/ready_book_ins/2025-06-01")
        (named,) = re.findall(r'"(/onrecord/marts_book_ins/ice,2025-06)"', server.page(ROWS))
        row = server.page(named)
        assert "6,000" in row
        assert "Who arrested: &lt;b&gt;ICE&lt;/b&gt; or CBP." in row
        assert f'href="/onrecord/raw_document/{by_hand.DOCUMENT}"' in row
        assert "col-rowid" not in server.page(ROWS)

    def test_a_document_is_a_page_of_its_own(self, server: Server) -> None:
        page = server.page(f"/onrecord/raw_document/{by_hand.DOCUMENT}")
        assert by_hand.URL in page
        assert 'href="/onrecord/raw_source/ice"' in page
        assert f'"/onrecord/marts_book_ins?document_id={by_hand.DOCUMENT}">marts_book_ins</a>: 12' in page

    def test_sql_answers_and_has_a_limit_of_time_and_of_room(self, server: Server) -> None:
        page = server.http.get("/onrecord", params={"sql": "select sum(ice) as s from ready_book_ins"}).text
        assert "36,000" in page
        begin = time.monotonic()
        stopped = server.http.get("/onrecord", params={"sql": ENDLESS})
        assert stopped.status_code == 400
        assert "SQL query took too long" in stopped.text
        assert time.monotonic() - begin < 10
        assert "too big" in server.http.get("/onrecord", params={"sql": "select length(zeroblob(20000000))"}).text

    def test_csv_of_a_typed_query_has_all_rows(self, server: Server) -> None:
        """More than a page has, which says that it has not all."""
        counted = "with recursive c(x) as (select 1 union all select x + 1 from c where x < 25000) select x from c"
        assert server.http.get("/onrecord.csv", params={"sql": counted}).text.split() == [
            "x",
            *map(str, range(1, 25_001)),
        ]
        page = server.http.get("/onrecord", params={"sql": counted}).text
        assert "returning more than 10,000 rows" in page
        assert "The CSV has all of them" in page
        assert "The CSV has all" not in server.http.get("/onrecord", params={"sql": "select 1"}).text
        assert server.http.head("/onrecord.csv", params={"sql": counted}).status_code == 200

    def test_csv_of_a_typed_query_takes_parameters_and_gives_texts_in_quotes(self, server: Server) -> None:
        query = "select month, :word || ', \"so\"' as said from ready_book_ins where month = :month"
        answer = server.http.get(
            "/onrecord.csv", params={"sql": query, "month": "2025-06-01", "word": "é", "_size": "max"}
        )
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text == 'month,said\r\n2025-06-01,"é, ""so"""\r\n'
        assert server.http.get("/onrecord.csv", params={"sql": query, "word": "a"}).text == "month,said\r\n"

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("delete from raw_source", "Statement must be a SELECT"),
            ("select nope", "no such column: nope"),
            ("select 1; select 2", "You can only execute one statement at a time."),
            (ENDLESS, "the next 10,000 rows took more than 0.7 seconds"),
        ],
    )
    def test_csv_of_a_query_that_cannot_be_answered_says_why(self, server: Server, query: str, said: str) -> None:
        answer = server.http.get("/onrecord.csv", params={"sql": query})
        assert (answer.status_code, answer.text.strip()) == (400, said)

    def test_csv_that_cannot_be_ended_is_broken_off_and_says_so_at_its_end(self, server: Server) -> None:
        """The row after the first 15,000 never comes."""
        stuck = ENDLESS.replace("select count(*)", "select x") + " where x <= 15000"
        got: list[str] = []
        with (
            server.http.stream("GET", "/onrecord.csv", params={"sql": stuck}) as answer,
            pytest.raises(httpx.RemoteProtocolError, match="incomplete"),
        ):
            got.extend(answer.iter_text())
        *_, last, told = "".join(got).splitlines()
        assert last == "10000"
        assert told == '"not whole: stopped after 10,000 rows, for the next 10,000 rows took more than 0.7 seconds"'

    def test_who_goes_away_ends_the_query(self, server: Server) -> None:
        """An endless one would be answered for ever."""
        for_ever = ENDLESS.replace("count(*)", "x")
        with server.http.stream("GET", "/onrecord.csv", params={"sql": for_ever}) as answer:
            assert next(answer.iter_text()).startswith("x")

        def is_idle() -> bool:
            begin = server.spent()
            time.sleep(0.5)
            return server.spent() - begin < 0.1

        until(is_idle)

    @pytest.mark.parametrize(
        "query",
        [
            "delete from raw_source",
            "create table a (b)",
            "attach 'b.sqlite' as b",
            "pragma writable_schema = 1",
            "nope",
        ],
    )
    def test_nothing_can_be_written(self, server: Server, query: str) -> None:
        assert server.http.get("/onrecord", params={"sql": query}).status_code == 400
        assert server.http.post("/onrecord/raw_source", data={"sql": query}).status_code == 405

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/", 200), ("/onrecord", 200), ("/onrecord/marts_book_ins", 200), (ROWS, 200),
            ("/onrecord/raw_source/ice", 200),
            ("/onrecord?sql=select+1", 200), ("/onrecord?sql=nope", 400), ("/nothing", 404), ("//nothing", 404),
            ("/-/versions", 200),
        ],
    )  # fmt: skip
    def test_nothing_is_loaded_from_another_host(self, server: Server, path: str, status: int) -> None:
        """Nor by what it loads: every file that a page names is asked for."""
        page = server.page(path, status)
        assert loaded_from(page) <= {""}
        for file in set(re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="(/[^"]*\.(?:js|css|png)[^"]*)"', page)):
            text = server.page(file)
            assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", text), file

    def test_it_listens_on_this_machine_alone(self, server: Server) -> None:
        port = server.http.base_url.port
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        bound = [line.split()[1] for line in listening if line.split()[1].endswith(f":{port:04X}") and " 0A " in line]
        assert bound == [f"0100007F:{port:04X}"]


def loaded_from(page: str) -> set[str]:
    """The hosts from which a page loads something; "" is its own. A link to follow loads nothing."""
    named = re.findall(r'<(?:script|link|img|iframe|source|object|embed)\b[^>]*?\b(?:src|href|data)="([^"]*)"', page)
    named += re.findall(r"""(?:@import|url\()\s*['"]?([^'")\s]+)""", page)
    hosts = {str(httpx.URL(name).host) for name in named if not name.startswith("data:")}
    return hosts - {"127.0.0.1"} | {""}


def test_what_a_page_loads_from_elsewhere_is_seen() -> None:
    assert loaded_from('<script defer src="https://cdn.example/a.js">') == {"", "cdn.example"}
    assert loaded_from("<style>@import '//fonts.example/a.css'</style>") == {"", "fonts.example"}
    assert loaded_from('<a href="https://ice.example/">, <link href="/a.css">') == {""}


def until(holds: Callable[[], bool]) -> None:
    """Wait for what comes by itself."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@needs_datasette
@pytest.mark.slow
def test_a_new_publish_is_seen_without_a_restart_and_the_old_file_goes(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        (old,) = server.temporary.glob("*/*")
        assert "6,000" in server.page("/onrecord/ready_book_ins")
        by_hand.publish(server.published, at="2026-11-28T10:00:00", ice=7_000)
        until(lambda: "Published 2026-11-28 10:00 UTC" in server.page("/"))
        assert "7,000" in server.page("/onrecord/ready_book_ins")
        until(lambda: not old.exists())
        assert len(list(server.temporary.glob("*/*"))) == 1


class Asked:
    """Pages whose one answer takes until a test lets it end."""

    def __init__(self) -> None:
        self.busy, self.closed, self.may_end = 0, False, asyncio.Event()

    async def answer(self, *_: object) -> None:
        self.busy += 1
        await self.may_end.wait()
        assert not self.closed
        self.busy -= 1

    async def close(self) -> None:
        self.closed = True


def test_who_was_asking_when_another_copy_came_gets_the_answer_before_the_old_one_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Asked] = []
    monkeypatch.setattr(serving, "LOOKING", 0.001)
    monkeypatch.setattr(serving.Newest, "_made", lambda self: made.append(Asked()) or made[-1])
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes(b"1")

    async def run() -> list[bool]:
        newest = serving.Newest(published, tmp_path)
        following = asyncio.create_task(newest.follow())
        asking = asyncio.create_task(newest({"method": "GET"}, None, None))
        await asyncio.sleep(0)
        published.write_bytes(b"22")
        while len(made) < 2:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)
        while_asking = made[0].closed
        made[0].may_end.set()
        await asking
        following.cancel()
        return [while_asking, made[0].closed, made[1].closed]

    assert asyncio.run(run()) == [False, True, False]


@needs_datasette
@pytest.mark.slow
def test_a_copy_that_cannot_be_read_is_told_and_the_old_pages_stay(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        server.published.with_name("other").write_bytes(b"no database")
        server.published.with_name("other").replace(server.published)
        assert server.process.stderr
        assert "what was published before is still shown" in server.process.stderr.readline()
        assert "6,000" in server.page("/onrecord/ready_book_ins")
        server.published.unlink()
        by_hand.publish(server.published, ice=8_000)
        until(lambda: "8,000" in server.page("/onrecord/ready_book_ins"))


@needs_datasette
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path) as server:
        server.page("/")
        assert list(server.temporary.iterdir())
        server.process.send_signal(how)
        out, err = server.process.communicate(timeout=20)
        assert (server.process.returncode, out.strip(), err) == (0, "stopped.", "")
        assert list(server.temporary.iterdir()) == []
        assert tempfile.gettempdir() != str(server.temporary)
