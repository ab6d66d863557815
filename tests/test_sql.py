"""`onrecord sql`: where a query may come from, several in one text, and what is written in which format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flows import cli, terminal
from warehouse.home import Home
from warehouse.statements import results

Sql = Callable[..., tuple[int, str, str]]
FORMATS = ("table", "csv", "json", "markdown")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A published copy that is a plain database."""
    made = Home(tmp_path_factory.mktemp("sql") / "data")
    made.published.parent.mkdir(parents=True)
    duckdb.connect(str(made.published)).close()
    return made


@pytest.fixture
def sql(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sql:
    """`sql("select 1", "--format", "json", piped=b"select 2")`: exit status, output, errors."""
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))

    def run(*words: object, piped: bytes = b"", width: int = 80) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped)))
        monkeypatch.setattr("sys.argv", ["onrecord", "sql", *map(str, words)])
        monkeypatch.setattr(terminal.out, "width", width)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return int(ended.value.code or 0), said.out, said.err

    return run


# ── where it comes from ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_query_is_typed_or_stands_in_a_file_or_comes_down_a_pipe(sql: Sql, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("select 1 as a;\n")
    for words in (["select 1 as a"], [tmp_path / "a.sql"]):
        assert sql(*words, "--format", "csv", piped=b"select 2 as b") == (0, "a\n1\n", "")
    for words in (["-"], []):
        assert sql(*words, "--format", "csv", piped="\ufeffselect 'é' as b;\n".encode()) == (0, "b\né\n", "")


def test_nothing_down_a_pipe_is_a_question_only_where_one_said_so(sql: Sql) -> None:
    assert sql("-", piped=b"\n") == (0, "", "")
    status, out, err = sql(piped=b"\n")
    assert (status, out) == (2, "")
    assert "Missing argument" in err


@pytest.mark.parametrize("stream", ["sys.stdin", "sys.stdout"])
def test_half_a_terminal_is_no_prompt(stream: str, sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return stream == "sys.stdin"

    monkeypatch.setattr("io.TextIOWrapper", Terminal)
    monkeypatch.setattr("sys.stdout.isatty", lambda: stream == "sys.stdout")
    nobody_waits, answered = (2, ""), (0, "1\n1\n")
    asked = sql("--format", "csv", piped=b"select 1")[:2]
    assert asked == (nobody_waits if stream == "sys.stdin" else answered)


def test_without_standard_input(sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("io.TextIOWrapper", lambda stream: None)
    assert sql()[0] == 2
    assert sql("-") == (0, "", "")


# ── several statements ───────────────────────────────────────────────────────────────────────────────────────────────
def test_each_statement_that_gives_something_is_shown(sql: Sql) -> None:
    several = """
        create temp table t as select 1 as a; insert into t values (2); -- gives a count
        update t set a = 3 where a = 2; begin; rollback; set variable v = 4; use main; prepare p as from t;
        execute p; insert into t values (getvariable('v')) returning a as b; explain select 1; drop table t; checkpoint;
    """
    status, out, err = sql(several, "--format", "json")
    assert (status, err) == (0, "")
    answers = [*_arrays(out)]
    assert answers[:2] == [[{"a": 1}, {"a": 3}], [{"b": 4}]]
    assert [*answers[2][0]] == ["explain_key", "explain_value"]
    assert len(answers) == 3


def _arrays(text: str) -> list[object]:
    found, at = [], 0
    while text[at:].strip():
        value, end = json.JSONDecoder().raw_decode(text[at:].lstrip())
        at += len(text[at:]) - len(text[at:].lstrip()) + end
        found.append(value)
    return found


def test_answers_stand_apart(sql: Sql) -> None:
    two = "select 1 as a; select 2 as b"
    assert sql(two, "--format", "csv")[1] == "a\n1\n\nb\n2\n"
    assert sql(two, "--format", "markdown")[1] == "| a |\n|--:|\n| 1 |\n\n| b |\n|--:|\n| 2 |\n"
    assert sql(two)[1].count("┏") == 2
    assert sql("select count(*) as Count; select true as Success where false", "--format", "csv")[1] == (
        "Count\n1\n\nSuccess\n"
    )


PIECES = (
    "select ';' as \"a;\"",
    "select $$;$$ -- ; '",
    "select $tag$ ; $$ $tag$ /* ; /* ; */ ' */",
    "select e'\\';', 'ü', x'3b', b';'",
    "select [1, 2][1], {'a;': 1}, 1_000, 'a'\n';b'",
    "pivot (select 1 as a, ';' as b) on b using sum(a)",
    "create or replace temp macro f(x) as x || ';'",
    "-- only ; words\n",
    "/* ; */",
    "",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_semicolons_in_quotes_and_comments_end_nothing(pieces: list[str]) -> None:
    """Any of them in any order: as many answers as there are questions."""
    connection = duckdb.connect()
    answered = [[*result.pieces()] for result in results(connection, "\n;".join(pieces))]
    assert len(answered) == len([piece for piece in pieces if piece.startswith(("select", "pivot"))])


@pytest.mark.parametrize(
    "wrong",
    ["select nosuch from duckdb_types()", "from nosuch", "selct 1", "select 1 +", "select nosuch()"],
)
def test_a_message_names_the_line_in_the_whole_text(wrong: str, sql: Sql) -> None:
    before = "select ';\n' as one;\n\npivot (select 1 as a, 2 as b) on b using sum(a);\n-- ;\n"
    status, _, err = sql(f"{before}{wrong};\nselect 2")
    assert status == 1
    assert "LINE 6: " in err


def test_nothing_is_run_of_a_text_that_is_no_sql(sql: Sql) -> None:
    assert sql("select 1; selct 2")[:2] == (1, "")
    assert sql("select 1 as a; from nosuch", "--format", "csv")[:2] == (1, "a\n1\n")


# ── --limit ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("limit", [1, 2047, 2048, 2049, 5000, 9999])
def test_limit(limit: int, sql: Sql, tmp_path: Path) -> None:
    question = "select range as a from range(5000); select 7 as b"
    printed = sql(question, "--format", "csv", "--limit", limit)[1]
    assert printed == "".join(f"{row}\n" for row in ["a", *range(min(limit, 5000)), "", "b", 7])
    assert len(json.loads(sql("from range(5000)", "--format", "json", "--limit", limit)[1])) == min(limit, 5000)
    assert sql("from range(5000)", "--output", tmp_path / "a.parquet", "--limit", limit) == (0, "", "")
    assert pq.read_table(tmp_path / "a.parquet")["range"].to_pylist() == [*range(min(limit, 5000))]


def test_limit_of_more_than_a_row_group(sql: Sql, tmp_path: Path) -> None:
    assert sql("from range(140000)", "--output", tmp_path / "a.parquet", "--limit", 66_000) == (0, "", "")
    assert pq.read_table(tmp_path / "a.parquet")["range"].to_pylist() == [*range(66_000)]


@pytest.mark.parametrize("limit", ["0", "-1", "x"])
def test_no_limit(limit: str, sql: Sql) -> None:
    assert sql("select 1", "--limit", limit)[0] == 2


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_markdown(sql: Sql, tmp_path: Path) -> None:
    query = r"""
        select 'a|b' as "x|y", '<b>*no* _no_ but_this [no](no) `no` ~no~ \ &amp; & </b>' as marks, e'1\n2' as lines,
               1234.5 as number, null as none, 'a' || chr(27) || '[2J' as escaped, 2025 as fiscal_year, [1, 2] as list
    """
    written = (
        "| x\\|y | marks | lines | number | none | escaped | fiscal_year | list |\n"
        "|---|---|---|--:|--:|---|--:|---|\n"
        "| a\\|b | \\<b\\>\\*no\\* \\_no\\_ but_this \\[no\\](no) \\`no\\` \\~no\\~ \\\\ \\&amp; & \\</b\\> | 1<br>2 "
        "| 1,234.5 |  | a\\\\x1b\\[2J | 2025 | \\[1, 2\\] |\n"
    )
    assert sql(query, "--format", "markdown") == (0, written, "")
    assert sql(query, "--output", tmp_path / "a.md") == (0, "", "")
    assert (tmp_path / "a.md").read_text() == written


def test_a_table_goes_into_a_file_too(sql: Sql, tmp_path: Path) -> None:
    assert sql("select 1 as a", "--format", "table", "--output", tmp_path / "a.txt") == (0, "", "")
    assert (tmp_path / "a.txt").read_text().splitlines()[1:4:2] == ["┃ a ┃", "│ 1 │"]


@pytest.mark.parametrize("query", ["", "/* nothing */", "set variable a = 1", "select 1 as a; select 2 as b"])
@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.md"])
def test_a_file_takes_one_answer(query: str, name: str, sql: Sql, tmp_path: Path) -> None:
    (tmp_path / name).write_text("was there\n")
    status, out, err = sql(query, "--output", tmp_path / name)
    assert (status, out) == (1, "")
    assert "expected one result to write; found " in err
    assert len(err.splitlines()) == 1
    assert [path.read_text() for path in tmp_path.iterdir()] == ["was there\n"]


def test_a_wrong_statement_after_the_answer_leaves_the_file(sql: Sql, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("was there\n")
    assert sql("select 1 as a; from nosuch", "--output", tmp_path / "a.csv")[0] == 1
    assert [path.read_text() for path in tmp_path.iterdir()] == ["was there\n"]


MANY = "select i, i / 4 as part, 'n' || i as name, date '2025-01-01' + (i % 9)::int as day from range({}) t(i)"


def test_more_rows_than_are_fetched_at_a_time(sql: Sql) -> None:
    query = MANY.format(5000)
    expected = duckdb.connect().execute(query).fetchall()
    rows = list(csv.reader(io.StringIO(sql(query, "--format", "csv")[1])))
    assert [(int(i), float(part), name, day) for i, part, name, day in rows[1:]] == [
        (*row[:3], str(row[3])) for row in expected
    ]
    objects = json.loads(sql(query, "--format", "json")[1])
    assert [(*one.values(),) for one in objects] == [(*row[:3], str(row[3])) for row in expected]
    for way, between in (("table", "│"), ("markdown", "|")):
        lines = [line for line in sql(query, "--format", way)[1].splitlines() if line.startswith(f"{between} ")]
        assert [line.split(between)[3].strip() for line in lines if " n" in line[9:]] == [
            *(["name"] if way == "markdown" else []),
            *(row[2] for row in expected),
        ]


def test_parquet_is_written_a_row_group_at_a_time(sql: Sql, tmp_path: Path) -> None:
    query = MANY.format(70_000)
    assert sql(query, "--output", tmp_path / "a.parquet") == (0, "", "")
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert file.num_row_groups == 2
    assert file.read().equals(duckdb.connect().execute(query).to_arrow_table())


ODD = {
    "1 as a, 2 as a, 3 as b, 4 as a_1": ["a", "a_1", "b", "a_1_1"],
    "null as a, [null, 1] as b, {'c': null} as d, map {'e': [1]} as f": ["a", "b", "d", "f"],
    "'nan'::double as a, '-inf'::float as b, -0.0::double as c": ["a", "b", "c"],
    "timestamp '2025-01-01 01:02:03.5' as a, now() as b, date '290000-01-01' as c, time '24:00' as d": [*"abcd"],
    "170141183460469231731687303715884105727::hugeint as a, 1.50::decimal(9, 2) as b, 9999::bignum as c": [*"abc"],
    "uuid() as a, '101'::bit as b, '\\x00\\xff'::blob as c, 'x'::enum('x') as d, '{}'::json as e": [*"abcde"],
    "'👩‍👩‍👧 東京 e\u0301' as a, repeat('x', 130000) as b, repeat('東 ', 9000) as c, 'a' || chr(0) as d": [*"abcd"],
    "e'a\\r\\n\\tb' as a, 'a,\"b\"' as \"b,\"": ["a", "b,"],
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_values(odd: str, sql: Sql, tmp_path: Path) -> None:
    """Each format has words for them."""
    for query, rows in ((f"select {odd}", 1), (f"select {odd} where false", 0)):
        for way in FORMATS:
            status, out, err = sql(query, "--format", way)
            assert (status, err) == (0, "")
            if way == "csv":
                header, *body = csv.reader(io.StringIO(out, newline=""))
                assert (header, len(body)) == (ODD[odd], rows)
            if way == "json":
                assert [[*row] for row in json.loads(out)] == [ODD[odd]] * rows
            if way == "table":
                assert all(terminal.clean(line) == line for line in out.split("\n"))
        assert sql(query, "--output", tmp_path / "a.parquet")[0] == 0
        assert pq.read_table(tmp_path / "a.parquet").num_rows == rows


def test_what_parquet_or_python_has_not_is_told(sql: Sql, tmp_path: Path) -> None:
    for query, words in {
        "select interval 1 day as a": "expected types that Parquet has",
        "select 'x'::variant as a": "Unsupported Arrow type VARIANT",
    }.items():
        status, out, err = sql(query, "--output", tmp_path / "a.parquet")
        assert (status, out) == (1, "")
        assert words in err
        assert not [*tmp_path.iterdir()]
    for way in FORMATS:
        status, out, err = sql("select interval '100000000 years' as length", "--format", way)
        assert (status, out.strip("[")) == (1, "")
        assert "length: expected values that Python can hold" in err


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_an_error_in_a_late_row_leaves_no_file(name: str, sql: Sql, tmp_path: Path) -> None:
    query = "select if(i = 299999, 'x', i::varchar)::int as a from range(300000) t(i)"
    status, out, err = sql(query, "--output", tmp_path / name)
    assert (status, out) == (1, "")
    assert err.startswith("onrecord: Conversion Error: Could not convert string 'x'")
    assert not [*tmp_path.iterdir()]


def test_json_is_one_row_a_line(sql: Sql) -> None:
    assert sql("set variable a = 1", "--format", "json")[1] == "[]\n", "whoever reads it expects some"
    assert sql("from range(2)", "--format", "json")[1] == '[\n{"range": 0},\n{"range": 1}\n]\n'


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("width", [40, 80, 180])
def test_tables_fit(width: int, sql: Sql) -> None:
    for columns in (1, 3, 6, 20):
        texts = ", ".join(f"'{'a few wörds 東京 ' * k}' as column_of_that_name_{k}" for k in range(columns))
        for query in (f"select {texts}", f"select * from (select {texts}) where false"):
            status, out, _ = sql(query, width=width)
            lines = [line for line in out.splitlines() if not line.startswith("no rows of ")]
            assert status == 0
            assert max(map(cell_len, lines), default=0) <= width


def test_columns_grow_with_later_rows_and_break_no_number(sql: Sql) -> None:
    out = sql("from range(7000, 12000)")[1]
    assert out.count("┡") == 2
    assert [line.strip("│ ") for line in out.splitlines() if line.startswith("│")] == [
        f"{n:,}" for n in range(7_000, 12_000)
    ]


def test_too_many_columns_are_a_block_a_row(sql: Sql) -> None:
    names = [f"column_{k}" for k in range(10)]
    query = "select " + ", ".join(f"i as {name}" for name in names) + " from range(3000) t(i)"
    out = sql(query)[1]
    assert [line for line in out.splitlines() if line.startswith("row ")] == [f"row {n}" for n in range(1, 3001)]
    assert out.splitlines()[-2] == "│ column_9 │ 2,999 │"
    assert sql(f"{query} limit 0")[1] == f"no rows of {', '.join(names)}\n"


def test_headers_are_bold_on_a_terminal_alone(sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in sql("select 1 as a")[1]
    monkeypatch.setattr(terminal.out, "_color_system", 1)
    assert "┃ \x1b[1ma\x1b[0m ┃" in sql("select 1 as a")[1]


def test_where_lines_cannot_be_drawn_they_are_typed(sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(terminal.out), "encoding", "ascii")
    assert sql("select 1 as a")[1].splitlines() == ["+---+", "| a |", "|---|", "| 1 |", "+---+"]
