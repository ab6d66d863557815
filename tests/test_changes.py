"""`onrecord changes` and the Atom feed: each kind of change with sentence and cells, slips apart, nothing of before."""

# ruff: noqa: DTZ001  the warehouse keeps times in UTC without a zone

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import toy_source
from lxml import etree
from small_warehouse import SmallWarehouse
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseError
from flows import cli, terminal
from flows.commands import changing
from warehouse import changes as package
from warehouse import check
from warehouse.changes import KINDS, Change, Since, changes, feed, since
from warehouse.connection import read_only, writer
from warehouse.facilities.derive import derive_facilities
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

pytestmark = [pytest.mark.slow, pytest.mark.whole_publish]  # each asks all queries

AGENCY = "ice.book_ins_by_arresting_agency{{agency={}}}"
SHARE = "ice.bonds{measure=percent}"
COST = "ice.atd_by_technology{technology=gps,measure=daily_cost}"
JANUARY = "2025-01"
ATOM = "{http://www.w3.org/2005/Atom}"
MARKER = "the lighthouse keeper sang of marzipan"
HILL, BAY, PORT = (
    ("HILL COUNTY JAIL", "DOVER", "NH"),
    ("BAY <ICE> & CTR", "BOSTON", "MA"),
    ("PORT\x0bJAIL", "ELY", "NV"),
)


@pytest.fixture(scope="module")
def shared() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(shared: SmallWarehouse) -> Iterator[SmallWarehouse]:
    yield shared
    shared.empty()
    for name in ("facility", "facility_key", "facility_join", "facility_undecided"):
        shared.connection.execute(f"delete from core.{name}")


def fill(small: SmallWarehouse) -> SmallWarehouse:
    """One change of each kind, on 3 March; a claim on 7 February, when the first edition was known already."""
    small.document("a", "2025-02-03 12:00", "2025-02-01")
    small.document("b", "2025-03-03 12:00", "2025-03-01")
    for document, figures in (
        ("a", {AGENCY.format("CBP"): 1000.0, AGENCY.format("ICE"): 500.0, SHARE: 0.05}),
        ("b", {AGENCY.format("CBP"): 1100.0, SHARE: 33.4}),
    ):
        for row, (series, value) in enumerate(figures.items(), 20):
            metric = "bond_posted_share" if series == SHARE else "book_ins"
            small.figure(document, f"J{row}", series, JANUARY, value, metric=metric)
    for document, places in (("a", (HILL, BAY)), ("b", (HILL, PORT))):
        for row, (name, city, state) in enumerate(places, 8):
            key = f"name={name},city={city},state={state}".lower()
            said = {"name": name, "city": city, "state": state, "address": f"{row} PIER", "zip": None, "type": "IGSA"}
            small.entry(document, f"ice.facility_list{{{key}}}", f"A{row}", **said)
    small.refuse("b", "ice.removals", table_title="ICE Removals")
    small.document("n", "2025-02-07 15:00")
    small.article("n", f"ICE arrested 7 people, {MARKER}.", title="Seven arrests")
    small.claim("n", 13, 14, 0, 40, quote=f"ICE arrested 7 people, {MARKER}.", value_text="7", qualifier="more_than")
    small.speak()
    derive_facilities(small.connection)
    return small


def told(small: SmallWarehouse, day: date = date(2025, 2, 1)) -> dict[str, list[Change]]:
    """What became known, by kind."""
    small.keep_revisions()
    found = changes(small.connection, day)
    return {kind: [one for one in found if one.kind == kind] for kind in KINDS}


def saved(small: SmallWarehouse, path: Path) -> Path:
    """The warehouse as a file, as if it were published."""
    small.keep_revisions()
    connection = small.connection
    connection.execute(f"attach '{path}' as saved")
    name = connection.execute("select current_database()").fetchall()[0][0]
    connection.execute(f"copy from database {name} to saved")
    connection.execute("detach saved")
    return path


def test_each_kind_has_a_sentence_and_its_cells(small: SmallWarehouse) -> None:
    found = told(fill(small))
    assert {kind: [one.sentence for one in ones] for kind, ones in found.items()} == {
        "edition": [
            "ICE published an edition of ICE Detention Statistics: 2 figures in 2 tables and 2 rows of lists, data "
            "through 1 March 2025.",
            "ICE published an edition of ICE Detention Statistics: 3 figures in 2 tables and 2 rows of lists, data "
            "through 1 February 2025.",
        ],
        "revision": [
            "ICE raised a figure for January 2025 from 1,000 to 1,100 book-ins (+100, +10 %). ICE Initial Book-Ins by "
            "Arresting Agency and Month (agency: CBP)."
        ],
        "slip": [
            "Probably a slip: ICE has 3,340.0 % for January 2025, before it had 5.0 %. Monthly Bond Statistics "
            "(measure: Percent). Rule out_of_range: 3,340 % is more than everything."
        ],
        "withdrawal": [
            "ICE no longer prints a figure that it had before, 500 book-ins for January 2025. ICE Initial Book-Ins by "
            "Arresting Agency and Month (agency: ICE)."
        ],
        "refusal": [
            "Of ICE Detention Statistics the table ICE Removals could not be read, and none of it is among the "
            "figures: expected a header, found a gap."
        ],
        "facility": [
            "PORT\x0bJAIL (ELY, NV) is on the list of facilities of ICE for the first time.",
            "BAY <ICE> & CTR (BOSTON, MA) is gone from the list of facilities of ICE; the last edition that has it is "
            "of 1 February 2025.",
        ],
        "claim": [
            "Toy Times on arrests (ICE): more than 7 (people), on the word of ICE. In “Seven arrests”.",
        ],
    }
    places = {
        one.kind: (one.document_id, one.sheet, one.cell, one.old_document_id, one.old_sheet, one.old_cell)
        for ones in found.values()
        for one in ones
    }
    assert places == {
        "edition": ("a", None, None, None, None, None),
        "revision": ("b", "Detention", "J20", "a", "Detention", "J20"),
        "slip": ("b", "Detention", "J21", "a", "Detention", "J22"),
        "withdrawal": ("b", None, None, "a", "Detention", "J21"),
        "refusal": ("b", "Detention", None, None, None, None),
        "facility": ("b", None, None, "a", "List", "A9"),
        "claim": ("n", None, None, None, None, None),
    }
    assert {one.known_at for one in found["revision"] + found["facility"]} == {datetime(2025, 3, 3, 12)}


def test_only_what_became_known_since_is_told(small: SmallWarehouse) -> None:
    """A day begins at midnight in Washington, five hours after that of UTC."""
    fill(small)
    counts = {kind: len(ones) for kind, ones in told(small, date(2025, 2, 8)).items()}
    assert counts == {"edition": 1, "revision": 1, "slip": 1, "withdrawal": 1, "refusal": 1, "facility": 2, "claim": 0}
    assert changes(small.connection, date(2025, 3, 4)) == []
    small.connection.execute("update raw.document set known_from = '2025-03-03 04:59' where document_id = 'b'")
    assert len(told(small, date(2025, 3, 3))["edition"]) == 0
    small.connection.execute("update raw.document set known_from = '2025-03-03 05:00' where document_id = 'b'")
    assert len(told(small, date(2025, 3, 3))["edition"]) == 1


def test_without_a_day_the_last_thirty_of_what_is_at_hand(small: SmallWarehouse) -> None:
    assert since(small.connection).newest is None
    fill(small)
    assert since(small.connection) == Since(date(2025, 2, 1), date(2025, 3, 3))
    assert since(small.connection, date(2024, 1, 1)) == Since(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("series", "metric", "old", "new", "is_told"),
    [
        (AGENCY.format("CBP"), "book_ins", 1000.0, 1050.0, True),
        (AGENCY.format("CBP"), "book_ins", 1000.0, 1049.0, False),
        (AGENCY.format("CBP"), "book_ins", 10_000.0, 9_900.0, True),
        (AGENCY.format("CBP"), "book_ins", 10_000.0, 9_901.0, False),
        ("ice.adp_by_facility_type{facility_type=total}", "average_daily_population", 1000.0, 1049.9, False),
        ("ice.alos_by_facility_type{facility_type=total}", "average_length_of_stay", 40.0, 39.0, True),
        ("ice.alos_by_facility_type{facility_type=total}", "average_length_of_stay", 40.0, 39.01, False),
        (SHARE, "bond_posted_share", 0.05, 0.06, True),
        (SHARE, "bond_posted_share", 0.05, 0.0599, False),
        ("ice.bonds{measure=average_amount}", "average_bond_amount", 7000.0, 7070.0, True),
        ("ice.bonds{measure=average_amount}", "average_bond_amount", 7000.0, 7069.0, False),
        ("ice.atd_by_technology{technology=gps,measure=daily_cost}", "atd_daily_technology_cost", 5000.0, 6000.0, True),
        (
            "ice.atd_by_technology{technology=gps,measure=daily_cost}",
            "atd_daily_technology_cost",
            5000.0,
            5999.0,
            False,
        ),
    ],
)
def test_a_revision_is_told_from_its_threshold_on(
    small: SmallWarehouse, series: str, metric: str, old: float, new: float, is_told: bool
) -> None:
    for document, known_from, value in (("a", "2025-02-03", old), ("b", "2025-03-03", new)):
        small.document(document, known_from, "2025-02-01")
        small.figure(document, "B2", series, JANUARY, value, metric=metric)
    small.speak()
    assert len(told(small)["revision"]) == is_told


def test_where_a_table_is_printed_rounded_its_rounding_is_the_threshold(small: SmallWarehouse) -> None:
    fill(small)
    one = "where dataflow = 'ice.book_ins_by_arresting_agency'"
    small.connection.execute(f"update core.dataflow set rounded_to = 1000 {one}")
    try:
        assert told(small)["revision"] == []
    finally:
        small.connection.execute(f"update core.dataflow set rounded_to = 0 {one}")


def test_a_post_with_a_figure_is_no_edition(small: SmallWarehouse) -> None:
    """It has claims."""
    small.document("post", "2025-02-03")
    small.article("post", "ICE arrested 7 people.")
    small.figure("post", "p", AGENCY.format("ICE"), JANUARY, 7.0)
    small.speak()
    assert told(small)["edition"] == []


def test_the_largest_revision_of_each_table_comes_before_its_others(small: SmallWarehouse) -> None:
    held = "ice.adp_by_facility_type{facility_type=total}"
    for document, known_from, more in (("a", "2025-02-03", 0.0), ("b", "2025-03-03", 1.0)):
        small.document(document, known_from, "2025-02-01")
        for row, agency in enumerate(("CBP", "ICE", "HSI")):
            small.figure(document, f"B{row}", AGENCY.format(agency), JANUARY, 5000.0 + more * (900 - 100 * row))
        small.figure(document, "C1", held, JANUARY, 5000.0 + more * 100, metric="average_daily_population")
    small.speak()
    assert [one.cell for one in told(small)["revision"]] == ["B0", "C1", "B1", "B2"]


def test_slips_are_told_after_the_revisions_and_when_they_are_mended(small: SmallWarehouse) -> None:
    fill(small)
    small.document("c", "2025-04-03 12:00", "2025-04-01")
    small.figure("c", "J21", SHARE, JANUARY, 0.05, metric="bond_posted_share")
    small.speak()
    small.keep_revisions()
    found = changes(small.connection)
    kinds = [one.kind for one in found]
    assert kinds.index("revision") < kinds.index("slip")
    assert kinds == sorted(kinds, key=KINDS.index)
    assert [(one.rule, one.old_value, one.new_value, one.sentence.split(":")[0]) for one in found if one.rule] == [
        ("out_of_range", 33.4, 0.05, "Probably a slip that was mended"),
        ("out_of_range", 0.05, 33.4, "Probably a slip"),
    ]


def test_figures_of_a_table_that_are_gone_are_told_together(small: SmallWarehouse) -> None:
    """One goes, one is left blank and comes back; a 0 that goes is no news."""
    for document, known_from in (("a", "2025-02-03"), ("b", "2025-03-03"), ("c", "2025-04-03")):
        small.document(document, known_from, "2025-02-01")
        small.figure(document, "B1", AGENCY.format("CBP"), JANUARY, None if document == "b" else 70.0, obs_status="O")
    small.figure("a", "B2", AGENCY.format("ICE"), JANUARY, 900.0)
    small.figure("a", "B3", AGENCY.format("HSI"), JANUARY, 60.0)
    small.figure("a", "B4", AGENCY.format("FPS"), JANUARY, 0.0)
    small.speak()
    several, blank = told(small)["withdrawal"]
    table = "ICE Initial Book-Ins by Arresting Agency and Month"
    assert (several.old_cell, several.sentence) == (
        "B2",
        "ICE no longer prints 2 figures that it had before, the largest 900 book-ins for January 2025. "
        f"{table} (agency: ICE).",
    )
    assert (blank.old_cell, blank.sentence) == (
        "B1",
        f"ICE leaves blank a figure that it had before, 70 book-ins for January 2025. {table} (agency: CBP). "
        "It came back later.",
    )


def test_a_claim_is_new_once(small: SmallWarehouse) -> None:
    """A later version tells what it adds; a copy at another newsroom tells nothing."""
    for name, at, values in (("a", "2025-02-07", (7,)), ("b", "2025-02-09", (7, 8)), ("c", "2025-02-10", (8,))):
        small.document(name, at)
        small.article(name, name, url="https://news.example/one" if name != "c" else "https://news.example/copy")
        small.insert("core.story", document_id=name, story_id="a")
        for value in values:
            small.claim(name, value, value + 1, 0, 1, value_low=value, value_high=value, value_text=str(value))
    small.connection.execute("update core.article set body = document_id")
    assert [(one.document_id, one.headline) for one in told(small)["claim"]] == [
        ("b", "Toy Times: 8 (people), arrests (ICE)"),
        ("a", "Toy Times: 7 (people), arrests (ICE)"),
    ]


# ── the feed ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_feed_is_a_whole_atom_feed(small: SmallWarehouse, tmp_path: Path) -> None:
    copy, target = saved(fill(small), tmp_path / "copy.duckdb"), tmp_path / "changes.atom"
    assert feed.write(copy, target) == 9
    root = etree.fromstring(target.read_bytes())
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1, name
    assert root.findtext(f"{ATOM}updated") == "2025-03-03T12:00:00Z"
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated", "content")] == [1, 1, 1, 1]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated"))
        assert entry.find(f"{ATOM}link").get("href").startswith("https://")
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)


def test_the_ids_of_the_feed_are_tag_uris_of_document_and_cell(small: SmallWarehouse, tmp_path: Path) -> None:
    """RFC 4151, each once."""
    feed.write(saved(fill(small), tmp_path / "copy.duckdb"), tmp_path / "changes.atom")
    ids = [one.text for one in etree.parse(tmp_path / "changes.atom").iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 10
    assert all(re.fullmatch(r"tag:[a-z.]+,\d{4}:[\w/%.~-]+", one) for one in ids)
    assert "tag:onrecord.example,2025:revision/b/Detention/J20" in ids
    assert "tag:onrecord.example,2025:revision/b/Detention/J21" in ids, "a revision stays one when it is found a slip"
    assert "tag:onrecord.example,2025:facility/appeared/b//A9" in ids


def test_two_builds_of_one_copy_are_the_same_to_the_byte(small: SmallWarehouse, tmp_path: Path) -> None:
    copy = saved(fill(small), tmp_path / "copy.duckdb")
    for name in ("one", "two"):
        feed.write(copy, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_xml_would_take_for_its_own_is_escaped(small: SmallWarehouse, tmp_path: Path) -> None:
    feed.write(saved(fill(small), tmp_path / "copy.duckdb"), tmp_path / "changes.atom")
    titles = [one.text for one in etree.parse(tmp_path / "changes.atom").iter(f"{ATOM}title")]
    assert "Gone from the list: BAY <ICE> & CTR (BOSTON, MA)" in titles
    assert "New on the list: PORT\ufffdJAIL (ELY, NV)" in titles


def test_the_feed_ends_with_so_many_the_newest_first(
    small: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "ENTRIES", 3)
    assert feed.write(saved(fill(small), tmp_path / "copy.duckdb"), tmp_path / "changes.atom") == 3
    kinds = [one.get("term") for one in etree.parse(tmp_path / "changes.atom").iter(f"{ATOM}category")]
    assert kinds == ["edition", "revision", "slip"]


def test_an_imported_file_without_an_address_has_no_link(small: SmallWarehouse, tmp_path: Path) -> None:
    fill(small)
    small.connection.execute("update raw.document set url = 'days.csv'")
    feed.write(saved(small, tmp_path / "copy.duckdb"), tmp_path / "changes.atom")
    links = [one.get("href") for one in etree.parse(tmp_path / "changes.atom").iter(f"{ATOM}link")]
    assert links == ["changes.atom"]


def test_a_copy_without_anything_has_a_feed_without_entries(small: SmallWarehouse, tmp_path: Path) -> None:
    assert feed.write(saved(small, tmp_path / "copy.duckdb"), tmp_path / "changes.atom") == 0
    assert etree.parse(tmp_path / "changes.atom").findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_without_a_copy_there_is_no_feed(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="onrecord publish"):
        feed.write(tmp_path / "none.duckdb", tmp_path / "changes.atom")


def test_no_word_of_a_restricted_body_is_in_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a copy as it is published; the marker is in the working warehouse, to be found."""
    home = Home(tmp_path / "data")
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(check, "run", lambda connection, kept: [])
    archive = MemoryArchive()
    archive.saw(content(body=f"ICE arrested 461 people, {MARKER}.", rows=[]), fetch("2025-02-07T12:00"))
    for day, value in (("2025-02-01", 1000), ("2025-02-02", 2000)):
        archive.saw(content(("t{n=a}", JANUARY, value), through=day), fetch(day, url="https://toys.example/files/b"))
    update(home, archive=archive, modules={"toy": toy_source})
    with writer(home.warehouse) as working:
        working.execute(
            "insert into core.claim by name select document_id, 13 as value_start, 16 as value_end, "
            "'461' as value_text, body as quote, 0 as quote_start, 40 as quote_end, false as quote_is_cut, "
            "461.0 as value_low, 461.0 as value_high, 'exact' as qualifier, 'people' as unit, 'arrests' as measure, "
            "'unspecified' as period_kind, 'ICE' as attribution, 'reported' as status, true as is_firm, "
            "'by hand' as decided, 1.0 as confidence from core.article"
        )
    publish(home)
    feed.write(home.published, tmp_path / "changes.atom")
    assert MARKER.encode() in home.warehouse.read_bytes()
    text = (tmp_path / "changes.atom").read_text("utf-8")
    assert not [word for word in ("marzipan", "lighthouse", "sang") if word in text]
    assert "461 (people)" in text
    assert "1,000 ▶ 2,000 toys" in text


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def published(small: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with that copy."""
    home = Home(tmp_path / "data")
    home.published.parent.mkdir(parents=True)
    saved(fill(small), home.published)
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))
    return home


def onrecord(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit status and what was printed."""
    monkeypatch.setattr("sys.argv", ["onrecord", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def test_the_table_fits_eighty_columns(
    published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal.out, "width", 180)
    status, said = onrecord(monkeypatch, capsys, "changes")
    assert status == 0
    assert max(len(line) for line in said.splitlines()) <= 80
    assert said.startswith("What became known since 2025-02-01, 30 days before the newest document at hand")
    assert all(f"{title.split(',')[0]}" in said for title in changing.TITLES.values())
    assert "a Detention!J20 ▶ b Detention!J20" in said
    assert "PORT\\x0bJAIL" in said, "nothing that a terminal obeys"
    assert said.index("Rule out_of_range") > said.index("raised a figure")


def test_a_limit_says_how_many_there_are(
    published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = onrecord(monkeypatch, capsys, "changes", "--limit", "1", "--since", "2025-02-01")
    assert "new editions: 2, 1 shown (--limit, --json)" in said
    assert said.startswith("What became known since 2025-02-01, a day in Washington:")
    assert said.count("published an edition") == 1


def test_as_json_all_of_it_a_line_each(
    published: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = onrecord(monkeypatch, capsys, "changes", "--json", "--limit", "1", "--since", "2025-02-08")
    lines = [json.loads(line) for line in said.splitlines()]
    kinds = ["edition", "revision", "slip", "withdrawal", "refusal", "facility", "facility"]
    assert [line["kind"] for line in lines] == kinds
    assert {"id", "known_at", "sentence", "document_id", "sheet", "cell", "old_value", "new_value", "rule"} <= set(
        lines[1]
    )
    assert (lines[1]["old_value"], lines[1]["new_value"]) == (1000.0, 1100.0)


def test_without_a_published_copy_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    status, said = onrecord(monkeypatch, capsys, "changes")
    assert status == 1
    assert "onrecord publish" in said


def test_every_query_of_the_folder_is_asked() -> None:
    names = {path.stem for path in package.HERE.glob("*.sql")}
    assert names == {kind for kind in KINDS if kind != "slip"} | {"since"}


def test_the_feed_is_made_of_the_copy_alone(small: SmallWarehouse, tmp_path: Path) -> None:
    """It is opened for reading: nothing is written into it, and nobody else is kept out."""
    copy = saved(fill(small), tmp_path / "copy.duckdb")
    before = copy.read_bytes()
    with read_only(copy):
        feed.write(copy, tmp_path / "changes.atom")
    assert copy.read_bytes() == before
