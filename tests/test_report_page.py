"""The page of the report, made of the whole bundled history: small, for everybody to read, and asking nobody."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import browser as chromium
import pytest
import toy_source
from conftest import Newcomer
from report_page import Element, Page, csv_of
from toy_source import MemoryArchive, content, fetch

from collectors.errors import WarehouseError
from warehouse import check
from warehouse.connection import undefined
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.rebuild import update
from warehouse.report import build

pytestmark = [pytest.mark.slow, pytest.mark.whole_publish]  # a warehouse is published, or a browser started

AT_MOST = 3_000_000  # bytes
CHARTS = {"detained", "book-ins", "population", "releases", "facilities", "removals-to-date", "removals", "arrests",
          "x-daily", "encounters", "revised-book-ins", "revised-final-book-outs", "revised-average-daily-population",
          "claims-1", "sources"}  # fmt: skip
WIDTHS = (360, 800, 1280)


@pytest.fixture(scope="module")
def path(newcomer: Newcomer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report") / "report.html"
    assert build(newcomer.home.published, made) == made.stat().st_size
    return made


@pytest.fixture(scope="module")
def page(path: Path) -> Page:
    return Page(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def figures(page: Page) -> dict[str, Element]:
    return {one.attributes["id"]: one for one in page.root.all("figure")}


# ── the page as it lies on disk ──────────────────────────────────────────────────────────────────────────────────
def test_tags_are_closed_and_what_they_name_is_there(page: Page) -> None:
    assert page.wrong == []
    (html,) = page.root.all("html")
    assert html.attributes["lang"] == "en"
    anchors = {one.attributes["href"][1:] for one in page.root.all("a") if one.attributes["href"].startswith("#")}
    assert anchors <= {one.attributes.get("id") for one in page.root.all()}


def test_it_is_small_and_names_nothing_to_load(path: Path, page: Page) -> None:
    assert path.stat().st_size <= AT_MOST
    loading = {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "source",
        "form",
        "base",
        "image",
        "use",
    }
    assert [one.tag for one in page.root.all() if one.tag in loading] == ["script"]
    named = {(one.tag, name) for one in page.root.all() for name in one.attributes if name in ("src", "href", "srcset")}
    assert named == {("a", "href")}
    schemes = {one.attributes["href"].partition(":")[0] for one in page.root.all("a")}
    assert schemes <= {"https", "http", "data"} | {one for one in schemes if one.startswith("#")}
    style = page.root.one("style").text
    assert not re.search(r"url\(|@import|@font-face", style)
    policy = next(one.attributes["content"] for one in page.root.all("meta") if "http-equiv" in one.attributes)
    assert policy.startswith("default-src 'none'; ")


def test_a_page_of_the_same_copy_is_the_same_byte_by_byte(newcomer: Newcomer, path: Path, tmp_path: Path) -> None:
    build(newcomer.home.published, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == path.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["again.html"]


def test_the_figures_at_its_head_are_those_of_the_publishers(page: Page) -> None:
    """Questions 1, 2, 3 and 9 of those that a newcomer asked, with the editions that are not there named."""
    facts = [one.text for one in page.root.one("ul", class_="facts").children]
    for fact, words in zip(facts, [
        ("60,311", "on 4 April 2026", "the nearest: 43,759 on 23 February 2025", "ICE: Detention FY26: total F20"),
        ("23,991", "39.8% of all who were held", "ICE: Detention FY26: other immigration violator F23"),
        ("32,531", "book-ins in March 2026", "April 2026 is not whole: 4,152 through 4 April 2026", "total O20"),
        ("234,236", "FY2025: no edition within 21 days of 4 April 2025", "FY2024: 133,803 through 6 April 2024", "P29"),
        ("63,277", "average day of March 2026"),
    ], strict=True):  # fmt: skip
        assert [one for one in words if one not in fact] == []
        assert re.search(r"Data through \d+ \w+ 2026, \d+ days old when published", fact)


def test_every_chart_says_its_point_has_its_table_and_its_file(figures: dict[str, Element]) -> None:
    assert set(figures) >= CHARTS
    for name, figure in figures.items():
        point = figure.one("p", class_="point").text
        assert re.search(r"\d", point), name
        plot, drawing = figure.one("div", class_="plot"), figure.one("svg")
        assert plot.attributes["tabindex"] == "0"
        assert plot.attributes["aria-describedby"] == f"{name}-point"
        assert (drawing.attributes["role"], drawing.attributes["aria-label"]) == ("img", point)
        assert [*drawing.all("path")] != []
        lines = figure.one("tbody").children
        assert figure.one("caption").text
        assert {one.attributes["scope"] for one in figure.one("thead").all("th")} == {"col"}
        assert {line.children[0].attributes.get("scope") for line in lines} == {"row"}
        stops = [one.split(",") for one in plot.attributes["data-stops"].split(";")]
        assert {int(row) for _, _, row in stops} <= set(range(len(lines)))
        link = figure.one("a", class_="csv")
        assert re.fullmatch(r"\w+\.csv", link.attributes["download"])
        assert len(csv_of(link)) == 1 + len(lines), name
        assert figure.one("figcaption").text


def test_every_figure_of_a_table_leads_to_its_document_and_cell(figures: dict[str, Element]) -> None:
    without = {
        name: [line.text for line in figure.one("tbody").children if not [*line.children[-1].all("a")]]
        for name, figure in figures.items()
    }
    of_posts = without.pop("claims-1")  # ICE's posts, as news sites wrote them down: a list of ours has no address
    assert [*without.pop("x-daily")] != []
    without.pop("sources")
    assert {name: lines for name, lines in without.items() if lines and not name.startswith("claims")} == {}
    assert all("NBC News" in line for line in of_posts)
    assert figures["removals-to-date"].text.count("Detention FY26!P29") >= 2


def test_what_is_not_whole_is_hollow_and_remarked(figures: dict[str, Element]) -> None:
    for name in ("book-ins", "population", "releases"):
        assert [*figures[name].one("svg").all("path", class_="hollow")] != []
        assert "Never printed whole in an edition at hand: " in figures[name].one("figcaption").text
        remarks = [line.one("td", class_="remark").text for line in figures[name].one("tbody").children]
        assert remarks[-1] == "not whole: through 4 April 2026"
    assert [*figures["detained"].one("svg").all("path", class_="dashed")] != []


def test_slips_never_lead_the_list_of_revisions(page: Page) -> None:
    part = page.root.one("section", id="changes")
    lines = [line.text for line in next(part.all("tbody")).children]
    assert "Monthly Bond Statistics" not in lines[0]
    slips = ["probably a slip" in line for line in lines]
    assert slips == sorted(slips)
    assert "a figure is probably a slip of the publisher" in part.text


def test_facilities_that_came_and_went_are_counted_and_named(page: Page) -> None:
    said = page.root.one("section", id="changes").text
    assert "4 appeared, 4 reappeared and 25 vanished between the lists of 5 February 2026 and 2 April 2026" in said


def test_without_a_copy_there_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="onrecord publish"):
        build(tmp_path / "warehouse.duckdb", tmp_path / "report.html")


def test_a_page_that_cannot_be_written_is_said(newcomer: Newcomer, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"report\.html"):
        build(newcomer.home.published, tmp_path / "nowhere" / "report.html")


def test_the_command_makes_it_and_says_where(newcomer: Newcomer, path: Path, tmp_path: Path) -> None:
    made = tmp_path / "page.html"
    command = [str(Path(sys.executable).with_name("onrecord")), "report", "--output", str(made)]
    env = {**os.environ, "ONRECORD_HOME": str(newcomer.home.root)}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith(f"{made} (1.")
    assert made.read_bytes() == path.read_bytes()


# ── whose words are on it ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("terms", "is_there"), [("restricted", False), ("public_domain", True)])
def test_the_terms_of_its_source_decide_how_much_of_a_sentence_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terms: str, is_there: bool
) -> None:
    """A marker at the end of a long sentence with a figure, held against a published one."""
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)
    monkeypatch.setattr(check, "run", lambda connection, kept: [])
    home, archive = Home(tmp_path / "data"), MemoryArchive()
    long = "which the agency set beside what it had said before, " * 12
    body = (
        f"ICE arrested 1,250 people on Tuesday, {long}and the keeper of the lighthouse sang of marzipan.\n"
        + "Sea. " * 900
    )
    archive.saw(content(body=body, rows=[]), fetch("2025-02-07T15:00", "live", url="https://toys.example/files/page"))
    archive.saw(content(("t", "2025-02-04", 900), through="2025-02-05"), fetch("2025-02-06T12:00"))
    update(home, archive=archive, modules={"toy": toy_source})
    with undefined(home.warehouse) as connection:
        connection.execute("update raw.source set body = ?", [terms])
        for table in ("observation", "vintage"):  # toys that are the series which claims of arrests are held against
            connection.execute(f"update core.{table} set dataflow = 'ice.x_arrests_posted'")
        connection.execute("update core.observation set series_key = 'ice.x_arrests_posted'")
    publish(home)
    build(home.published, home.report)
    text = home.report.read_text("utf-8")
    assert ">1,250 arrests<" in text
    assert ("sang of marzipan" in text) is is_there
    assert "Sea." not in text


# ── in a browser ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def opened() -> Iterator[chromium.Browser]:
    program = chromium.program()
    if program is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with chromium.browser(program) as made:
        yield made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_charts_are_drawn_at_every_width_and_nothing_is_fetched_or_complained_of(
    opened: chromium.Browser, path: Path, width: int, scheme: str
) -> None:
    opened.open(path, width=width, scheme=scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    drawn = opened.evaluate(
        """Object.fromEntries([...document.querySelectorAll('figure')].map(figure => [figure.id,
        [...figure.querySelectorAll('svg path')].filter(path => {
          const box = path.getBoundingClientRect(), look = getComputedStyle(path);
          return box.width + box.height > 3 && (look.fill !== 'none' || look.stroke !== 'none');
        }).length]))"""
    )
    assert set(drawn) >= CHARTS
    assert min(drawn.values()) >= 1
    wide = opened.evaluate("[...document.querySelectorAll('.plot')].map(plot => plot.getBoundingClientRect().right)")
    assert max(wide) <= width
    ground = opened.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}[scheme]
    assert opened.logged == []
    assert opened.fetched == [path.as_uri()]


def test_the_keyboard_reaches_every_figure_and_its_document(opened: chromium.Browser, path: Path) -> None:
    opened.open(path)
    opened.evaluate("document.querySelector('#detained .plot').focus()")
    opened.press("End")
    said = opened.evaluate("document.getElementById('tip').innerText")
    assert said.split("\n")[:3] == ["4 April 2026", "All", "60,311"]
    assert "total F20" in said
    opened.press("ArrowLeft", "Enter")
    focus = "document.activeElement.href ?? document.activeElement.className"
    assert opened.evaluate(focus) == "https://www.ice.gov/doclib/detention/FY26_detentionStats_02122026.xlsx"
    opened.press("Escape")
    assert opened.evaluate(focus) == "plot"
    assert opened.evaluate("document.getElementById('tip').hidden") is True
    assert opened.logged == []


def test_a_pointer_brings_up_who_said_what(opened: chromium.Browser, path: Path) -> None:
    opened.open(path)
    x, y = opened.evaluate(
        """(() => { const plot = document.querySelector('#claims-1 .plot');
        plot.scrollIntoView({block: 'center', behavior: 'instant'});
        const box = plot.getBoundingClientRect(), [x, y] = plot.dataset.stops.split(';')[0].split(',').map(Number);
        return [box.left + box.width * x / 100, box.top + box.height * y / 100]; })()"""
    )
    opened.point(x + 3, y - 3)
    said = opened.evaluate("document.getElementById('tip').innerText")
    for words in (
        "7 February 2025",
        "800 arrests",
        "anonymous source",
        "a report of NBC News",
        "no figure of this period",
    ):
        assert words in said


def test_it_prints(opened: chromium.Browser, path: Path) -> None:
    opened.open(path)
    printed = opened.printed()
    assert printed.startswith(b"%PDF")
    assert 5 <= printed.count(b"/Type /Page\n") <= 40
    assert opened.logged == []


def test_without_a_script_the_figures_are_there(path: Path, tmp_path: Path, opened: chromium.Browser) -> None:
    text = re.sub(r"<script>.*?</script>", "", path.read_text("utf-8"), flags=re.S)
    silent = tmp_path / "silent.html"
    silent.write_text(text, "utf-8")
    opened.open(silent)
    assert opened.evaluate("document.querySelectorAll('svg path').length") > 100
    assert opened.evaluate("document.querySelector('#detained tbody').rows.length") == 84


def test_a_page_moved_away_needs_nothing_beside_it(path: Path, tmp_path: Path, opened: chromium.Browser) -> None:
    moved = shutil.copy(path, tmp_path / "a name of the reader's.html")
    opened.open(moved)
    assert opened.fetched == [moved.as_uri()]
    assert opened.logged == []
