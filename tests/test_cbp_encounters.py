"""CBP's encounters: what the files say, and what changed from one edition to the next, where a missing row is zero."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_home import asked, loaded

from collectors import registry
from collectors.agencies import cbp_nationwide_encounters as nationwide
from collectors.agencies import cbp_southwest_border as southwest
from collectors.errors import LayoutChanged
from collectors.records import Document, SourceModule
from warehouse.home import Home
from warehouse.publish import publish

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = '<html><body><a href="/sites/default/files/2025-09/{name}">CSV</a><a href="/about">About</a></body></html>'


@pytest.fixture(autouse=True)
def _no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.rebuild.bundled", lambda: None)


def test_a_row_that_goes_or_comes_is_a_change_to_or_from_zero(tmp_path: Path) -> None:
    home = loaded(
        Home(tmp_path), southwest, *(FIXTURES / "cbp_southwest_border" / name for name in ("oct.csv", "nov.csv"))
    )
    changes = asked(home, """select dimension(series_key, 'demographic'), time_period, old_value, new_value, old_cell,
        new_cell, period_was_over from core.change order by all""")  # fmt: skip
    assert changes == [
        ("accompanied_minors", "2024-10", 7, 0, "r5c9", None, True),
        ("single_adults", "2024-10", 0, 3, None, "r4c9", True),
        ("unaccompanied_children", "2024-10", 90, 91, "r6c9", "r3c9", True),
    ]
    assert asked(home, "from core.withdrawal") == []
    assert asked(home, "select data_through::varchar, known_from::varchar from raw.document order by all") == [
        ("2024-10-31", "2024-11-01 04:00:00"), ("2024-11-30", "2024-12-01 05:00:00")
    ]  # fmt: skip
    assert [one.rule.name for one in publish(home).results if one.blocks] == []


def test_a_month_that_is_not_over_runs_through_the_day_of_the_first_sighting(tmp_path: Path) -> None:
    """Else the day of the file would lie after its sighting, be none, and the file never speak."""
    files = (FIXTURES / "cbp_southwest_border" / name for name in ("oct.csv", "nov.csv"))
    home = loaded(Home(tmp_path), southwest, *files, seen_on=("2024-11-05", "2024-11-20"))
    assert asked(home, "select new_value, period_was_over from core.change order by all") == [
        (0, True), (3, True), (91, True)
    ]  # fmt: skip
    november = "select data_through::varchar, obs_status, value from core.observation where time_period = '2024-11'"
    assert asked(home, november) == [("2024-11-20", "P", 12)]


@pytest.mark.parametrize(
    ("module", "name"), [(southwest, "sbo-encounters-fy22.csv"), (nationwide, "nationwide-encounters-fy22-state.csv")]
)
def test_files_are_found_on_the_landing_page(module: SourceModule, name: str) -> None:
    page = Document(PAGE.format(name=name).encode(), module.SOURCE.start[0])
    assert [link.url for link in module.discover(page)] == [f"https://www.cbp.gov/sites/default/files/2025-09/{name}"]
    with pytest.raises(LayoutChanged, match="none on the page"):
        [*module.discover(Document(b"<html><body></body></html>", page.url))]


def test_each_address_has_one_owner() -> None:
    root = "https://www.cbp.gov/sites/default/files/assets/documents/2023-Nov"
    for name, module in (
        ("sbo-encounters-fy19-fy22.csv", southwest),
        ("nationwide-encounters-fy21-fy24-oct-aor.csv", nationwide),
    ):
        owner = registry.owner(f"{root}/{name}")
        assert owner is not None
        assert owner.SOURCE.id == module.SOURCE.id


@pytest.mark.slow
def test_real_editions_change_where_they_do_and_nowhere_else(tmp_path: Path, corpus: Path) -> None:
    for module, folder in ((southwest, "cbp_southwest_border"), (nationwide, "cbp_nationwide_encounters")):
        home = loaded(Home(tmp_path), module, *sorted((corpus / "agency" / folder).glob("*.csv")))
    printed = asked(home, "select data_through::varchar, count(*) from core.observation group by 1 order by 1")
    assert printed == [("2023-10-31", 35_630), ("2023-11-30", 36_642), ("2024-11-30", 1_665), ("2025-08-31", 1_936)]
    changed = asked(home, """select dataflow, min(time_period) >= '2023-10', count(*),
        count(*) filter (new_cell is null), count(*) filter (old_cell is null)
        from core.change group by all order by all""")  # fmt: skip
    assert changed == [
        ("cbp.nationwide_encounters_by_state", True, 76, 2, 0), ("cbp.southwest_border_encounters", True, 22, 0, 0)
    ]  # fmt: skip
    assert asked(home, "select min(time_period) from core.change where dataflow like '%southwest%'") == [("2024-10",)]
    assert asked(home, "from core.withdrawal") == []
    assert asked(home, "select distinct kind from core.notice") == [("day_inferred",)]
    accounted = "select distinct reason from core.coverage order by 1"
    assert asked(home, accounted) == [("axis",), ("observation",)]
