"""USBP's monthly encounters: every figure of the real file, what is refused of pages that look otherwise, discovery."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fixtures.usbp_monthly_encounters.make import LEFT, MONTHS, ROW, RULED, TOP, Year, drawn, edges
from small_pdf import HIGH, Drawn, line, pdf, rules, width, word

from collectors.agencies import usbp_monthly_encounters as source
from collectors.archive.store import Archive
from collectors.declared import refuse_undeclared
from collectors.errors import BadContent, EmptyRelease, LayoutChanged
from collectors.importing import import_file
from collectors.records import Document
from warehouse.connection import read_only
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update

Said = dict[str, list[dict[str, Any]]]
YEAR = Year(2021, "Total Encounters by Month", RULED[1].sectors)
FILES = "https://www.cbp.gov/sites/default/files"


def read(*pages: Drawn, saved: str = "") -> Said:
    document = Document(pdf(pages, saved=saved), f"{FILES}/us-border-patrol-monthly-encounters.pdf")
    return {table.kind: table.rows.to_pylist() for table in source.read(document)}


def redrawn(year: Year, change: Callable[[str], str | Iterable[str]], *, lines: bool = True) -> Drawn:
    """The page of a year with each thing drawn on it changed, or replaced by several or none."""
    drawing: list[str] = []
    for one in drawn(year, lines=lines).drawing:
        changed = change(one)
        drawing += [changed] if isinstance(changed, str) else changed
    return Drawn(drawing)


def texts(old: str, new: str) -> Callable[[str], str]:
    return lambda one: one.replace(f"({old})", f"({new})")


def accounted(said: Said) -> None:
    """Every number is an observation or an omission, once."""
    for counts in said["sheet"]:
        assert counts["numeric_cells"] == counts["observed_cells"] + counts["axis_cells"] + counts["omitted_cells"]
    places = [one["cell"] for one in said["observation"]] + [one["cell"] for one in said.get("omission", [])]
    assert len(set(places)) == len(places)
    assert sum(one["omitted_cells"] for one in said["sheet"]) == len(said.get("omission", []))


# ── The real file ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def real(corpus: Path) -> Said:
    name = "us_border_patrol_monthly_encounters_fy2000-fy2020-508.pdf"
    document = Document((corpus / "agency" / "usbp_pdf" / name).read_bytes(), name)
    return {table.kind: table.rows.to_pylist() for table in source.read(document)}


def transcribed(file: Path) -> list[list[str]]:
    """The rows of figures as a person typed them, each without its label: that may stand in a line of its own."""
    rows = []
    for cells in csv.reader(file.read_text("utf-8").splitlines(), delimiter="|"):
        figures = cells[1:] if len(cells) == 14 else cells
        if len(figures) == 13 and "October" not in cells:
            rows.append([text.strip() for text in figures])
    return rows


def test_the_figures_that_others_read_are_ours(corpus: Path, real: Said) -> None:
    """3,900 cells of 12 fiscal years, row by row in the order of the page."""
    read_of: dict[int, dict[str, list[str]]] = {}
    for one in real["observation"]:
        year = int(str(one["table_title"])[-4:])
        read_of.setdefault(year, {}).setdefault(str(one["row_label"]), []).append(str(one["value_text"]))
    compared = Counter[str]()
    for file in sorted((corpus / "agency" / "usbp_pdf" / "expected").glob("*.csv")):
        expected = transcribed(file)
        assert [*read_of[int(file.stem[-4:])].values()] == expected, file.name
        compared.update("N/A" if text == "N/A" else "figure" for row in expected for text in row)
    assert compared == {"figure": 3_783, "N/A": 117}


def test_every_year_is_read_whole(real: Said) -> None:
    rows = Counter((one["table_title"], one["row_label"]) for one in real["observation"])
    assert set(rows.values()) == {13}
    years = Counter(str(title)[-4:] for title, _ in rows)
    assert years == {str(year): 25 if year < 2019 else 24 for year in range(2000, 2021)}
    assert {one["sector"] for one in map(series, real["observation"])} == source.TABLE.known
    assert "refusal" not in real
    assert "notice" not in real


def test_every_number_of_the_real_file_is_accounted_for(real: Said) -> None:
    accounted(real)
    assert sum(one["observed_cells"] for one in real["sheet"]) == 6_630
    assert Counter(one["obs_status"] for one in real["observation"]) == {"A": 6_630, "O": 169}
    assert Counter(one["reason"] for one in real["omission"]) == {"text outside the tables": 15}
    assert sum(one["axis_cells"] for one in real["sheet"]) == 21  # the years of the titles


def series(one: dict[str, Any]) -> dict[str, str]:
    pairs = str(one["series_key"]).removesuffix("}").partition("{")[2]
    return dict(pair.split("=") for pair in pairs.split(","))


def test_the_real_parts_add_up(real: Said) -> None:
    """Months to years, sectors to borders, borders to all: to the unit, in every year."""
    figures = {(series(one)["sector"], str(one["time_period"])): one["value"] for one in real["observation"]}
    periods = {period for _, period in figures}
    for period in periods:
        for border, parts in {**source.BORDERS, "total": (*source.BORDERS,)}.items():
            added = sum(figures.get((part, period)) or 0 for part in parts)
            assert figures[border, period] == added, (border, period)
    for (sector, period), value in figures.items():
        if period.endswith("/P1Y"):
            months = [f"{period[:4]}-{n}" for n in (10, 11, 12)] + [f"{int(period[:4]) + 1}-0{n}" for n in range(1, 10)]
            assert (value or 0) == sum(figures[sector, month] or 0 for month in months), (sector, period)


# ── Pages that look otherwise ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "title",
    [
        YEAR.printed_title,
        "Monthly Apprehensions - FY 2021",
        "U.S. Border Patrol Encounters by Sector and Month, FY 2021",
    ],
)
def test_a_later_year_is_read(title: str) -> None:
    said = read(drawn(RULED[1]), redrawn(YEAR, texts(YEAR.printed_title, title)))
    later = [one for one in said["observation"] if str(one["table_title"]).endswith("FY 2021")]
    printed = [text for row in YEAR.rows().values() for text in row]
    assert [one["value_text"] for one in later] == printed
    assert {one["obs_status"] for one in later} == {"A"}
    assert "refusal" not in said
    accounted(said)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (texts("SECTOR", "CITIZENSHIP"), "the headers CITIZENSHIP"),
        (texts("November", "Novembre"), "Novembre"),
        (lambda one: one.replace("(October)", "(X)").replace("(November)", "(October)").replace("(X)", "(November)"),
         "the headers SECTOR | November | October"),
        (texts("September", ""), "the headers"),
        (texts("Yearly", "Monthly"), "Monthly Total"),
        (texts("Total Encounters by Month - FY 2021", "Total Encounters by Month"), "United States Border Patrol"),
        (texts("Total Encounters by Month - FY 2021", "Family Unit Encounters by Month - FY 2021"), "Family Unit"),
        (texts("Total Encounters by Month - FY 2021", "Southwest Border Encounters by Month - FY 2021"), "Southwest"),
        (texts("Total Encounters by Month - FY 2021", "Title 42 Encounters by Month - FY 2021"), "Title 42"),
        (texts("Miami", "Blaine"), "the label 'Blaine'"),
        (texts("Miami", ""), "the label ''"),
        (texts("Miami", "SECTOR"), "the label 'SECTOR'"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lines", [True, False])
def test_a_table_that_changed_is_refused_and_the_others_load(
    change: Callable[[str], str], found: str, lines: bool
) -> None:
    other = drawn(RULED[1])
    said = read(other, redrawn(YEAR, change, lines=lines))
    (refused,) = said["refusal"]
    assert refused["outcome"] == "layout_changed"
    assert found in refused["found"] or not lines
    assert {one["table_title"] for one in said["observation"]} == {RULED[1].printed_title}
    accounted(said)
    assert {one["reason"] for one in said["omission"] if str(one["cell"]).startswith("p2:")} == {"table refused"}


def placed(label: str, month: int) -> Callable[[str], bool]:
    """Whether something drawn is the figure of a row and a column (0 is October, 12 the year)."""
    rows = YEAR.rows()
    row = [*rows].index(label) + 1
    base, right = HIGH - (TOP + ROW * row + 11), edges()[month + 2] - 3
    text = rows[label][month]
    place = f" {right - width(text):g} {base:g} Td ({text}) Tj"
    return lambda one: place in one


def moved(one: str, across: float, down: float = 0.0) -> str:
    before, at, rest = one.partition(" Tf ")
    left, height, *more = rest.split(" ")
    return f"{before}{at}{float(left) + across:g} {float(height) - down:g} " + " ".join(more)


def is_figure(one: str) -> bool:
    return any(placed(label, month)(one) for label, row in YEAR.rows().items() for month in range(len(row)))


def lower(one: str, points: float) -> str:
    """What stands below the fifth row stands lower, and above it is a line of words."""
    if "(Yuma)" in one:
        return moved(one, 0, points) + "\n" + word(LEFT + 4, Y[6] + 9, "Sectors")
    return moved(one, 0, points) if float(one.split()[5]) < HIGH - Y[6] else one


X, Y = edges(), [TOP + ROW * k for k in range(len(YEAR.rows()) + 2)]
UPRIGHT, LEVEL = line(X[5], Y[0], X[5], Y[-1]), line(X[0], Y[5], X[-1], Y[5])
FIGURE = placed("Yuma", 3)
WIDEST = placed("Monthly Total", 12)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        # lines that are gone, or stand elsewhere
        (lambda one: [] if one == UPRIGHT else one, True),
        (lambda one: [] if one == LEVEL else one, True),
        (lambda one: one.replace(UPRIGHT, line(X[5] + 30, Y[0], X[5] + 30, Y[-1])), True),
        (lambda one: [line(X[0], Y[5], X[3], Y[5]), line(X[4], Y[5], X[-1], Y[5])] if one == LEVEL else one, True),
        # figures over a line, outside of them, two in a cell, one over another
        (lambda one: moved(one, 8) if FIGURE(one) else one, True),
        (lambda one: moved(one, 0, -20) if WIDEST(one) else one, True),
        (lambda one: moved(one, 60) if WIDEST(one) else one, True),
        (lambda one: [one, moved(one, -22)] if FIGURE(one) else one, True),
        (lambda one: [one, moved(one, 0, -16)] if FIGURE(one) else one, True),
        # a table without lines whose columns or rows do not stand as before
        (lambda one: moved(one, 45) if FIGURE(one) else one, False),
        (lambda one: moved(one, -22) if FIGURE(one) else one, False),
        (lambda one: moved(one, 0, 12) if "(Yuma)" in one else one, False),
        (lambda one: [one, word(X[2], Y[5] + 3, "TBD")] if FIGURE(one) else one, False),
        (lambda one: moved(one, 45) if is_figure(one) else one, False),  # all of them
        (lambda one: lower(one, 20), False),  # a band of words between two rows
        (lambda one: lower(one, 30), False),  # rows so far below that they may be another table's
        (lambda one: [word(X[4] + 9, Y[6] + 11, "withheld_by_nobody")] if FIGURE(one)
         else [] if placed("Yuma", 4)(one) else one, False),
        # a label over a line; two titles
        (lambda one: word(LEFT + 60, Y[6] + 11, "YumaArizona") if "(Yuma)" in one else one, True),
        (lambda one: [one, word(290, 97, "Total Encounters by Month - FY 2019", 9)] if "FY 2021" in one else one, True),
    ],
    ids=range(19),
)  # fmt: skip
def test_a_figure_never_goes_to_another_column_or_row(change: Callable[[str], str | list[str]], lines: bool) -> None:
    """Of each way in which a page can be drawn otherwise: what is read is right, or nothing is."""
    said = read(drawn(RULED[1]), redrawn(YEAR, change, lines=lines))
    rows = {
        label.lower().replace(" ", "_").replace("monthly_total", "total"): row for label, row in YEAR.rows().items()
    }
    for one in said["observation"]:
        if str(one["table_title"]) == YEAR.printed_title and one["value"] is not None:
            month = 12 if one["column_label"] == "Yearly Total" else MONTHS.index(str(one["column_label"]))
            assert one["value_text"] == rows[series(one)["sector"]][month]
    assert len(said.get("refusal", said.get("notice", []))) == 1  # where two are printed as one word, it is no figure
    accounted(said)


def test_a_header_alone_between_lines_is_a_table_without_lines() -> None:
    said = read(Drawn([*rules(X, Y[:2]), *drawn(YEAR, lines=False).drawing]))
    assert [one["value_text"] for one in said["observation"]] == [text for row in YEAR.rows().values() for text in row]


def test_lines_around_a_part_of_the_rows_are_not_the_table() -> None:
    half = [*rules(X, Y[:6]), *drawn(YEAR, lines=False).drawing]
    said = read(drawn(RULED[1]), Drawn(half))
    (refused,) = said["refusal"]
    assert "outside of them" in refused["found"]
    accounted(said)


def test_a_page_turned_is_read_as_it_is_shown() -> None:
    """The same table, drawn along the long side of an upright page that is shown lying."""
    turned = Drawn(["q 0 1 -1 0 612 0 cm", *drawn(YEAR).drawing, "Q"], (0, 0, 612, 792), rotate=90)
    plain, other = read(drawn(YEAR))["observation"], read(turned)["observation"]
    assert other == plain


def test_what_a_page_does_not_show_is_not_read() -> None:
    """A page of which the last columns are cut away is another layout; one on its side cannot be read."""
    cut = Drawn(drawn(YEAR).drawing, (0, 0, X[10], HIGH))
    side = Drawn(drawn(RULED[0]).drawing, rotate=90)
    said = read(drawn(RULED[1]), cut, side)
    outcomes = [(one["table_title"], one["outcome"]) for one in said["refusal"]]
    assert outcomes == [(YEAR.printed_title, "layout_changed"), (None, "bad_content")]
    assert {one["table_title"] for one in said["observation"]} == {RULED[1].printed_title}
    accounted(said)


def test_one_year_on_two_pages_is_refused_on_both() -> None:
    slip = redrawn(YEAR, texts(YEAR.printed_title, RULED[1].printed_title))
    said = read(drawn(RULED[0]), drawn(RULED[1]), slip)
    assert [one["found"] for one in said["refusal"]] == ["FY2012 on several tables"] * 2
    assert {one["table_title"] for one in said["observation"]} == {RULED[0].printed_title}
    accounted(said)


def test_two_tables_stand_on_one_page() -> None:
    """The second one 200 points lower, smaller: each with its own title."""
    small = "q 1 0 0 .5 0 {} cm"
    both = [small.format(306), *drawn(RULED[0]).drawing, "Q", small.format(0), *drawn(YEAR).drawing, "Q"]
    said = read(Drawn(both))
    years = Counter(one["table_title"] for one in said["observation"])
    assert years == {one.printed_title: 13 * len(one.rows()) for one in (RULED[0], YEAR)}
    accounted(said)


@pytest.mark.parametrize(
    ("label", "month", "text", "value", "kind"),
    [
        ("Yuma", 3, "TBD", None, "unknown_mark"),
        ("Yuma", 3, "1,03", None, "unknown_mark"),
        ("Yuma", 3, "123*", 123.0, "unknown_mark"),
        ("Yuma", 3, "-5", -5.0, "negative_figure"),
    ],
)
def test_an_odd_figure_is_told(label: str, month: int, text: str, value: float | None, kind: str) -> None:
    is_it, printed = placed(label, month), YEAR.rows()[label][month]
    said = read(redrawn(YEAR, lambda one: one.replace(f"({printed})", f"({text})") if is_it(one) else one))
    (told,) = said["notice"]
    assert (told["kind"], told["found"]) == (kind, text)
    (figure,) = [one for one in said["observation"] if one["cell"] == told["cell"]]
    assert (figure["value"], figure["value_text"]) == (value, text)
    accounted(said)


def test_a_sector_that_nobody_knows_is_told() -> None:
    said = read(redrawn(YEAR, texts("Miami", "Harbor City")))
    (told,) = said["notice"]
    assert (told["kind"], told["found"]) == ("unknown_label", "Harbor City")
    assert sum(series(one)["sector"] == "harbor_city" for one in said["observation"]) == 13


def test_a_number_in_a_label_is_of_the_axis() -> None:
    said = read(redrawn(YEAR, texts("Miami", "Station 12")))
    assert {one["series_key"] for one in said["observation"] if one["row_label"] == "Station 12"} == {
        "usbp.encounters_by_sector_and_month{sector=station_12}"
    }
    (counts,) = said["sheet"]
    assert (counts["axis_cells"], counts["omitted_cells"]) == (2, 0)  # this one, and the year of the title
    accounted(said)


def test_rows_of_other_things_are_no_sectors() -> None:
    names = dict(zip(YEAR.sectors, ("Mexico", "Guatemala", "Honduras", "Cuba", "Haiti", "Peru"), strict=True))
    with pytest.raises(LayoutChanged, match="rows of sectors that are known"):
        read(
            redrawn(
                YEAR,
                lambda one: next((one.replace(f"({a})", f"({b})") for a, b in names.items() if f"({a})" in one), one),
            )
        )


def test_months_to_come_are_no_zeros() -> None:
    said = read(drawn(RULED[2]), saved="D:20130415120000Z")
    statuses = {one["time_period"]: one["obs_status"] for one in said["observation"]}
    assert statuses == {**dict.fromkeys([f"2012-{n}" for n in (10, 11, 12)] + [f"2013-0{n}" for n in (1, 2, 3)], "A"),
                        "2013-04": "P", **dict.fromkeys([f"2013-0{n}" for n in range(5, 10)], "M"),
                        "2012-10-01/P1Y": "P"}  # fmt: skip
    assert {str(one["data_through"]) for one in said["observation"]} == {"2013-04-15"}  # the day of the save
    assert all((one["value"] is None) == (one["obs_status"] == "M") for one in said["observation"])


def test_another_table_is_told_and_its_numbers_are_omissions() -> None:
    rows = [word(50 + 60 * k, 100 + 20 * n, f"{n}{k}1") for n in range(3) for k in range(4)]
    said = read(drawn(YEAR), Drawn([word(50, 60, "Seizures"), *rows]), Drawn([word(50, 60, "Notes of 2021")]))
    (told,) = said["notice"]
    assert (told["kind"], told["found"]) == ("unknown_table", "Seizures")
    reasons = Counter((str(one["cell"])[:3], one["reason"]) for one in said["omission"])
    assert reasons == {("p2:", "table not known"): 12, ("p3:", "text outside the tables"): 1}
    accounted(said)


def test_another_table_below_ours_is_told() -> None:
    rows = [word(50 + 60 * k, 400 + 20 * n, f"{n}{k}1") for n in range(3) for k in range(4)]
    said = read(Drawn([*drawn(YEAR).drawing, *rows]))
    assert [one["kind"] for one in said["notice"]] == ["unknown_table"]
    assert Counter(one["reason"] for one in said["omission"]) == {"table not known": 12}
    accounted(said)
    with pytest.raises(LayoutChanged, match="far below the others"):
        read(Drawn([*drawn(YEAR, lines=False).drawing, *rows]))


def test_a_file_without_such_a_table_is_refused() -> None:
    with pytest.raises(EmptyRelease, match="none on 1 pages"):
        read(Drawn([word(50, 60, "Notes of 2021")]))
    with pytest.raises(LayoutChanged, match="no such header"):
        read(Drawn([word(50, 60, YEAR.printed_title), word(50, 90, "12")]))
    with pytest.raises(BadContent, match="an HTML page"):
        [*source.read(Document(b"<html>", "x.pdf"))]


def test_what_is_not_declared_is_counted_over_the_pages() -> None:
    document = Document(pdf([drawn(one) for one in RULED]), "x.pdf")
    tables = {table.kind: table.rows for table in source.read(document)}
    refused = refuse_undeclared(None, tables)
    said = {kind: rows.to_pylist() for kind, rows in refused.items()}
    assert said["observation"] == []
    accounted(said)
    assert all(one["observed_cells"] == 0 for one in said["sheet"])


# ── The file and the page that lists it ──────────────────────────────────────────────────────────────────────────────
def test_what_the_file_says_of_itself() -> None:
    document = Document(
        pdf([drawn(RULED[0]), drawn(YEAR)], saved="D:20211103120000-04'00'", title="Encounters"), "x.pdf"
    )
    said = source.edition(document)
    assert (said.title, said.saved_at) == ("Encounters", datetime(2021, 11, 3, 16, tzinfo=UTC))
    assert {*said.data_through.values()} == {date(2021, 9, 30)}


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/assets/documents/2021-Aug/us-border-patrol-monthly-encounters-fy2000-fy2020-508.pdf", True),
        ("/2022-11/US_Border_Patrol_Monthly_Encounters%20FY2021.PDF", True),
        ("/assets/documents/2020-Jan/U.S.%20Border%20Patrol%20Monthly%20Apprehensions.pdf", False),
        ("/us-border-patrol-total-apprehensions-fy-1925-fy-2020.pdf", False),
        ("/us-border-patrol-monthly-encounters.xlsx", False),
    ],
)
def test_which_files_are_ours(path: str, ours: bool) -> None:
    assert source.SOURCE.owns(FILES + path) is ours


def test_the_page_names_the_file() -> None:
    """An invented page: none of the publisher's was at hand."""
    body = b"""<html><body><a href="/newsroom">News</a><a href="/sites/default/files/2021-08/us-border-patrol-monthly-\
encounters-fy2000-fy2020-508.pdf">Monthly <b>encounters</b></a></body></html>""".replace(b"\\\n", b"")
    (link,) = source.discover(Document(body, source.SOURCE.start[0]))
    assert link.url == f"{FILES}/2021-08/us-border-patrol-monthly-encounters-fy2000-fy2020-508.pdf"
    assert link.title == "Monthly encounters"
    with pytest.raises(LayoutChanged, match="none on the page"):
        [*source.discover(Document(b"<html><body>Gone</body></html>", source.SOURCE.start[0]))]


@pytest.mark.slow
def test_totals_are_judged_and_the_pages_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file that adds up nothing is found; of one with a slip just that."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)  # this source alone
    slip, printed = placed("Yuma", 3), YEAR.rows()["Yuma"][3]
    wrong = redrawn(YEAR, lambda one: one.replace(f"({printed})", "(1)") if slip(one) else one)
    home = Home(tmp_path)
    for name, page in (("right", drawn(RULED[1])), ("wrong", wrong)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(pdf([page], saved="D:20220101120000Z"))
        import_file(Archive(home.archive), file, source.SOURCE, file.name, None, "unknown")
    update(home)
    assert {one.rule.name: one.findings for one in publish(home).results if one.findings} == {
        "months_add_up": 1, "parts_add_up": 1
    }  # fmt: skip
    with read_only(home.warehouse) as connection:
        found = connection.execute("select rule, cell, expected from core.finding order by rule").fetchall()
        assert [rule for rule, _, _ in found] == ["months_add_up", "parts_add_up"]
        assert all(cell.startswith("p1:") for _, cell, _ in found)
        covered = connection.execute("select reason, cells from core.coverage where source_id = ?", [source.SOURCE.id])
        assert dict(covered.fetchall()) == {"observation": 2 * 13 * 10, "axis": 2, "text outside the tables": 2}
        through = connection.execute("select max(newest_data_through) from core.source_status").fetchone()
        assert through == (date(2021, 9, 30),)
