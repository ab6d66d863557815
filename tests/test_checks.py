"""Each rule finds the place that breaks it, names both cells, and is silent where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from small_warehouse import SmallWarehouse

from collectors.errors import WarehouseError
from warehouse import check
from warehouse.facilities.derive import derive_facilities

FY25 = "2024-10-01/P1Y"
AGENCY = "ice.book_ins_by_arresting_agency{{agency={}}}"
CRIMINALITY = "ice.book_ins_by_criminality{{facility_type={},criminality={}}}"
REASON = "ice.releases_by_reason{{definition=final_book_outs,reason={},criminality={}}}"
DISPOSITION = "ice.currently_detained_by_disposition{{disposition={},facility_type={}}}"
HELD = "ice.currently_detained_by_criminality{{criminality={},agency={}}}"


pytestmark = pytest.mark.slow  # each of them runs a rule over a warehouse: half a second, and there are many


@pytest.fixture(scope="module")
def emptied() -> SmallWarehouse:
    return SmallWarehouse()


@pytest.fixture
def small(emptied: SmallWarehouse) -> SmallWarehouse:
    emptied.empty()
    return emptied


def findings(small: SmallWarehouse, rule: str) -> list[dict[str, object]]:
    """What one rule finds when all of them run."""
    results = {result.rule.name: result for result in check.run(small.connection)}
    found = small.rows(f"select * exclude (severity, rule) from core.finding where rule = '{rule}' order by all")
    assert results[rule].findings == len(found)
    assert results[rule].blocks == (results[rule].rule.severity == "error" and bool(found))
    return found


# One function a rule: it fills the warehouse, so that the rule holds or (broken=True) does not.
Case = Callable[[SmallWarehouse, bool], None]


def agencies(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    for cell, agency, value in (("J20", "total", 30.0), ("J21", "CBP", 10.0), ("J22", "ICE", 19.0 if broken else 20.0)):
        small.figure("a", cell, AGENCY.format(agency), "2024-10", value)
    small.figure("a", "K20", AGENCY.format("total"), "2024-11", 7.0)  # its agencies are not there
    small.figure("a", "L20", AGENCY.format("total"), "2024-12", 7.0)
    small.figure("a", "L21", AGENCY.format("CBP"), "2024-12", 3.0)
    small.figure("a", "L22", AGENCY.format("ICE"), "2024-12", None)  # one of them has no value


def criminality(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    groups = {"C39": "convicted_criminal", "C40": "pending_criminal_charges", "C41": "other_immigration_violator"}
    small.figure("a", "C38", REASON.format("bonded_out", "total"), "2024-10", 8.0 if broken else 6.0, "final_book_outs")
    for value, (cell, group) in enumerate(groups.items(), start=1):
        small.figure("a", cell, REASON.format("bonded_out", group), "2024-10", float(value), "final_book_outs")


def facility_types(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    for cell, kind, value in (("B10", "family", 1.0), ("C10", "adult", 2.0), ("D10", "total", 4.0 if broken else 3.0)):
        small.figure("a", cell, DISPOSITION.format("total", kind), "2025-02-03", value, "detained_population")


def one_part(small: SmallWarehouse, broken: bool) -> None:
    """No family facilities any more: the adults are all."""
    small.document("a", "2025-02-03")
    for cell, kind, value in (("C10", "adult", 2.0), ("D10", "total", 3.0 if broken else 2.0)):
        small.figure("a", cell, DISPOSITION.format("total", kind), "2025-02-03", value, "detained_population")


def months(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure(
        "a", "O38", REASON.format("bonded_out", "total"), FY25, 5_697.0 if broken else 5_705.0, "final_book_outs"
    )
    for cell, month, value in (("C38", "2024-10", 5_000.0), ("D38", "2024-11", 705.0), ("E38", "2024-12", None)):
        small.figure("a", cell, REASON.format("bonded_out", "total"), month, value, "final_book_outs")


def book_ins(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "V20", AGENCY.format("total"), FY25, 82_093.0)
    small.figure("a", "E29", CRIMINALITY.format("total", "total"), FY25, 82_000.0 if broken else 82_093.0)
    small.document("b", "2025-02-04")  # prints one of the two only
    small.figure("b", "V20", AGENCY.format("total"), FY25, 1.0)


def detained(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "C10", DISPOSITION.format("total", "total"), "2025-02-03", 10.0, "detained_population")
    small.figure(
        "a", "F20", HELD.format("total", "total"), "2025-02-03", 11.0 if broken else 10.0, "detained_population"
    )


def cumulative(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03", "2025-01-25")
    small.document("b", "2025-02-17", "2025-02-08")
    through = {"a": "2025-01-25", "b": "2025-02-08"}
    for document, value in (("a", 100.0), ("b", 99.0 if broken else 120.0)):
        small.figure(document, "V20", AGENCY.format("total"), FY25, value, data_through=through[document])
        # a part that is reclassified a little
        small.figure(document, "V21", AGENCY.format("CBP"), FY25, value - 50, data_through=through[document])
    small.speak()


def exchanged(small: SmallWarehouse, broken: bool) -> None:
    """Three closed months, in which each agency has the figures of the other; or others that are nobody's."""
    for name, known, through in (("a", "2025-02-03", "2025-01-25"), ("b", "2025-02-17", "2025-02-08")):
        small.document(name, known, through)
        first, second = ("CBP", "ICE") if name == "a" or not broken else ("ICE", "CBP")
        for n, month in enumerate(("2024-10", "2024-11", "2024-12")):
            later = 5.0 if name == "b" and not broken else 0.0
            column = "JKL"[n]
            small.figure(name, f"{column}21", AGENCY.format(first), month, 10.0 + n + later,
                         data_through=through)  # fmt: skip
            small.figure(name, f"{column}22", AGENCY.format(second), month, 20.0 + n + later,
                         data_through=through)  # fmt: skip
    small.speak()


def ordered(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "V20", AGENCY.format("total"), FY25, 1.0, period_end="2024-09-30" if broken else "2024-10-01")


def key(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0)
    small.figure("a", "J20", AGENCY.format("total"), "2024-11", 2.0, sheet="Detention" if broken else "Other")


def said_twice(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0)
    small.figure("a", "K20", AGENCY.format("total"), "2024-10" if broken else "2024-11", 1.0)


def spoken_twice(small: SmallWarehouse, broken: bool) -> None:
    row = {"dataflow": "ice.removals", "time_period": FY25}
    for document, start, end in (
        ("a", "2025-01-01", "2025-03-01" if broken else "2025-02-01"),
        ("b", "2025-02-01", None),
    ):
        small.connection.execute(
            "insert into core.vintage by name select ? as dataflow, ? as time_period, ? as document_id, "
            "?::timestamp as valid_from, ?::timestamp as valid_to, ? is null as is_current",
            [*row.values(), document, start, end, end],
        )


def corrected(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0)
    small.insert(
        "core.correction", document_id="a", sheet="Detention", cell="J20", expected=2.0 if broken else 1.0,
        corrected=3.0, evidence="by hand", decided_at="2025-02-04",
    )  # fmt: skip


def notice(kind: str) -> Case:
    def fill(small: SmallWarehouse, broken: bool) -> None:
        small.document("a", "2025-02-03")
        small.insert(
            "core.notice", document_id="a", sheet="Facilities FY23", cell="A6", expected="2023", found="2022",
            kind=kind if broken else "hidden_sheet", message="the day lies before its year",
        )  # fmt: skip

    return fill


def listed_twice(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.entry("a", "t{name=x}", "A2")
    small.entry("a", "t{name=x}" if broken else "t{name=x,entry=2}", "A3")


def one_row_of_two(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.entry("a", "t{name=x}", "A2")
    small.entry("a", "t{name=y}", "A2" if broken else "A3")


def undeclared_list(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.connection.execute("update raw.document set source_id = 'ice_287g'")
    small.entry("a", "t{name=x}" if broken else "ice.287g_pending{state=ohio,agency=x,support_type=y}")


def resaved(small: SmallWarehouse, broken: bool) -> None:
    small.insert("core.resaved", document_id="a", reason="its links")
    small.document("a", "2025-02-03")
    small.entry("a", "t{name=x}")
    if broken:
        small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0)


def stale(small: SmallWarehouse, broken: bool) -> None:
    for document, known, through in (("a", "2025-02-03", "2025-01-25"), ("b", "2025-02-17", "2025-02-08")):
        small.document(document, known)
        for n in range(12):
            value = float(n) if broken or document == "a" else n + 0.5
            small.figure(document, f"B{n}", AGENCY.format(f"a{n}"), FY25, value, data_through=through)
        small.figure(
            document, "B1", "ice.segregation{facility=x}", "2024-10", 1.0, "segregation_placements", sheet="Rare"
        )


def accounted(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.insert(
        "core.sheet", document_id="a", sheet="Header", position=1, visible=True, numeric_cells=1 if broken else 0,
        observed_cells=0, entry_cells=0, axis_cells=0, omitted_cells=0,
    )  # fmt: skip
    small.insert(
        "core.sheet", document_id="a", sheet="Hidden", position=2, visible=False, numeric_cells=9, observed_cells=0,
        entry_cells=0, axis_cells=0, omitted_cells=0,
    )  # fmt: skip


def counted(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.insert(
        "core.sheet", document_id="a", sheet="Detention", position=1, visible=True, numeric_cells=2, observed_cells=1,
        entry_cells=0, axis_cells=0, omitted_cells=1,
    )  # fmt: skip
    omitted = {"reason": "zip_code", "value_text": "70114", "cells": 1}
    small.insert("core.omission", document_id="a", sheet="Detention", cell="B1", **omitted)
    if not broken:
        small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0)


def misplaced(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.article("a", "ICE arrested 7 people.")
    small.claim("a", 13, 14, 0, 22, value_text="8" if broken else "7", quote="ICE arrested 7 people.")


def cut(small: SmallWarehouse, broken: bool) -> None:
    """A quarter of the text is what a quote may be."""
    small.document("a", "2025-02-03")
    small.article("a", "ICE arrested 7 people." * (3 if broken else 4))
    small.claim("a", 13, 14, 0, 22, value_text="7", quote="ICE arrested 7 people.")


def words(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0, "book_outs" if broken else "book_ins")


def status(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0, obs_status="M" if broken else "P")
    small.figure("a", "K20", AGENCY.format("total"), "2024-11", None)


def breakdowns(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    columns = {"J8": "level=A", "K8": "level=B", "R8": "threat_level=1", "S8": "threat_level=none"}
    for cell, column in columns.items():
        value = 50.0 if broken and column == "level=A" else 100.0
        small.figure(
            "a", cell, f"ice.facilities{{name=x,city=y,state=z,{column}}}", FY25, value, "average_daily_population"
        )


def fewer(small: SmallWarehouse, broken: bool) -> None:
    for document, known, series in (("a", "2025-02-03", 8), ("b", "2025-02-17", 5 if broken else 6)):
        small.document(document, known)
        for n in range(series):
            small.figure(document, f"B{n}", f"ice.stateless_detained{{facility=f{n}}}", "2025-02-03", 1.0)


def fewer_places(small: SmallWarehouse, broken: bool) -> None:
    for document, known, places in (("a", "2025-02-03", 8), ("b", "2025-02-17", 5 if broken else 6)):
        small.document(document, known, known)
        for n in range(places):
            said = {"name": f"JAIL {n}", "city": "HARBOR", "state": "TX", "address": f"{n} PIER", "zip": "78374"}
            small.entry(document, f"ice.facility_list{{name=jail {n},city=harbor,state=tx}}", f"A{n + 8}", **said)
    derive_facilities(small.connection)


def disagreeing(small: SmallWarehouse, broken: bool) -> None:
    ohss = "ohss.ice_book_ins_by_arresting_agency{{agency={}}}"
    for document, table, value in (("a", AGENCY, 21_990), ("o", ohss, 21_974 if broken else 21_975)):
        small.document(document, "2025-02-17" if document == "a" else "2025-02-18")
        small.figure(document, "J20", table.format("total"), "2025-01", value)
        small.figure(document, "K20", table.format("CBP"), "2025-01", 2 * value, obs_status="P")
        small.figure(document, "L20", table.format("ICE"), "2025-01", None)
    small.speak()


def averages(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    counted = 120 if broken else 117  # 25 January is the 117th day of the fiscal year
    for n in range(8):
        small.figure(
            "a", f"N{n + 10}", f"ice.adp_by_arresting_agency{{agency=total,criminality=c{n}}}", FY25,
            (1_000_003 + 7 * n) / counted, "average_daily_population", data_through="2025-01-25",
        )  # fmt: skip


def refused(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.refuse("a", "ice.removals")
    if not broken:
        small.insert(
            "raw.decision", decision="accept", document_id="a", table_name="ice.removals", parser_hash="", why="known",
            decided_at="2025-02-04",
        )  # fmt: skip


def absent(small: SmallWarehouse, broken: bool) -> None:
    for document, known, through in (("a", "2025-02-03", "2025-01-25"), ("b", "2025-02-17", "2025-02-08")):
        small.document(document, known, through)
        small.figure(document, "B1", AGENCY.format("total"), "2024-10", 1.0)
        if document == "a" or not broken:
            small.figure(document, "C1", "ice.removals{population=total}", FY25, 1.0, "removals")


def seen_before(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    for cell in ("B10", "B9"):
        day = "2035-01-25" if broken else "2025-02-03"
        small.figure("a", cell, AGENCY.format(cell), "2024-10", 1.0, data_through=day)


def finite(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", float("nan") if broken else 1.0)
    small.figure("a", "K20", AGENCY.format("total"), "2024-11", None)


def finite_days(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.0, data_through="infinity" if broken else None)


def finite_claims(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.article("a", "ICE arrested 7 people.")
    small.claim("a", 13, 14, 0, 22, value_text="7", value_high=float("inf") if broken else None)


def speaks_for_ever(small: SmallWarehouse, broken: bool) -> None:
    small.insert(
        "core.vintage", document_id="a", dataflow="ice.removals", time_period="2024-10", valid_from="2025-01-01",
        valid_to="infinity" if broken else None, is_current=True,
    )  # fmt: skip


def listed_for_ever(small: SmallWarehouse, broken: bool) -> None:
    small.insert(
        "core.entry_vintage", document_id="a", dataflow="t", edition=1, valid_from="2025-01-01",
        valid_to="infinity" if broken else None, is_current=True,
    )  # fmt: skip


def known_for_ever(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    if broken:
        small.connection.execute("update raw.document set known_from = '-infinity'")


def written_for_ever(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.article("a", "Nothing.", published_on="infinity" if broken else None)


def negative(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", -1_100.0 if broken else 0.0)
    small.figure("a", "K20", "ice.atd_by_technology{technology=x}", "2025-02-03", -3.5, "atd_daily_technology_cost")


def fractions(small: SmallWarehouse, broken: bool) -> None:
    small.document("a", "2025-02-03")
    small.figure("a", "J20", AGENCY.format("total"), "2024-10", 1.5 if broken else 1.0)
    small.figure("a", "K20", "ice.atd_by_technology{technology=x}", "2025-02-03", 3.5, "atd_daily_technology_cost")
    small.figure("a", "L20", "ice.adp{agency=total}", "2024-10", 39_703.4, "average_daily_population")
    small.figure("a", "M20", AGENCY.format("total"), "2024-11", None)


def short_list(small: SmallWarehouse, broken: bool) -> None:
    for day in range(9):
        small.listing("feed", 24 * day, 40, 4)
    small.listing("feed", 24 * 9, 3 if broken else 20, 1)


def silent_list(small: SmallWarehouse, broken: bool) -> None:
    for day in range(9):
        small.listing("sitemap", 24 * day, 40, 10)
    for day in range(9, 12):
        small.listing("sitemap", 24 * day, 40, 0 if broken else 1)


#: rule, how to fill the warehouse, the two cells that a finding names
CASES: list[tuple[str, Case, tuple[str | None, str | None]]] = [
    ("parts_add_up", agencies, ("J20", "J21 + J22")),
    ("parts_add_up", criminality, ("C38", "C39 + C40 + C41")),
    ("parts_add_up", facility_types, ("D10", "B10 + C10")),
    ("parts_add_up", one_part, ("D10", "C10")),
    ("corrections_fit", corrected, ("J20", None)),
    ("months_add_up", months, ("O38", "C38:D38")),
    ("printed_twice_agree", book_ins, ("E29", "V20")),
    ("printed_twice_agree", detained, ("F20", "C10")),
    ("cumulative_totals_never_fall", cumulative, ("V20", "V20")),
    ("labels_exchanged", exchanged, ("J22", "J21")),
    ("periods_are_ordered", ordered, ("V20", None)),
    ("key_is_unique", key, ("J20", "J20")),
    ("one_row_a_series_and_period", said_twice, ("J20", "K20")),
    ("one_row_a_series_and_period", spoken_twice, (None, None)),
    ("date_slipped", notice("date_slipped"), ("A6", None)),
    ("fiscal_year_disagrees", notice("fiscal_year_disagrees"), ("A6", None)),
    ("group_disagrees", notice("group_disagrees"), ("A6", None)),
    ("header_missing", notice("header_missing"), ("A6", None)),
    ("header_slipped", notice("header_slipped"), ("A6", None)),
    ("unknown_table", notice("unknown_table"), ("A6", None)),
    ("error_cells", notice("error_cells"), ("A6", None)),
    ("unknown_column", notice("unknown_column"), ("A6", None)),
    ("row_not_read", notice("row_not_read"), ("A6", None)),
    ("entry_is_unique", listed_twice, ("A2", "A3")),
    ("entry_is_unique", one_row_of_two, ("A2", "A2")),
    ("lists_are_declared", undeclared_list, (None, None)),
    ("resaved_lists", resaved, (None, None)),
    ("empty_table", notice("empty_table"), ("A6", None)),
    ("unknown_mark", notice("unknown_mark"), ("A6", None)),
    ("printed_twice", notice("printed_twice"), ("A6", None)),
    ("label_missing", notice("label_missing"), ("A6", None)),
    ("number_as_date", notice("number_as_date"), ("A6", None)),
    ("save_slipped", notice("save_slipped"), ("A6", None)),
    ("unknown_label", notice("unknown_label"), ("A6", None)),
    ("day_not_found", notice("day_not_found"), ("A6", None)),
    ("stale_sheet", stale, ("B0", "B0")),
    ("every_cell_is_accounted_for", accounted, (None, None)),
    ("sheet_counts_hold", counted, (None, None)),
    ("words_are_listed", words, (None, None)),
    ("status_explains_value", status, ("J20", None)),
    ("splits_agree", breakdowns, ("J8:K8", "R8:S8")),
    ("fewer_series", fewer, (None, None)),
    ("publishers_agree", disagreeing, ("J20", "J20")),
    ("fewer_facilities", fewer_places, (None, None)),
    ("averages_prove_the_day", averages, ("N10", None)),
    ("table_refused", refused, (None, None)),
    ("table_absent", absent, (None, None)),
    ("older_edition_speaks", absent, (None, None)),
    ("day_after_sighting", seen_before, ("B9", None)),
    ("values_are_finite", finite, ("J20", None)),
    ("values_are_finite", finite_days, ("J20", None)),
    ("values_are_finite", finite_claims, ("13", None)),
    ("values_are_finite", speaks_for_ever, (None, None)),
    ("values_are_finite", listed_for_ever, (None, None)),
    ("values_are_finite", known_for_ever, (None, None)),
    ("values_are_finite", written_for_ever, (None, None)),
    ("negative_count", negative, ("J20", None)),
    ("counts_are_whole", fractions, ("J20", None)),
    ("claim_stands_in_text", misplaced, ("13", None)),
    ("quotes_cut", cut, (None, None)),
    ("list_is_short", short_list, (None, None)),
    ("list_fell_silent", silent_list, (None, None)),
]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let one rule run and no other: all of them take half a second."""

    def choose(name: str) -> None:
        chosen = tuple(rule for rule in check.rules() if rule.name == name)
        monkeypatch.setattr(check, "rules", lambda: chosen)

    return choose


@pytest.mark.parametrize(("rule", "fill", "cells"), CASES, ids=[f"{rule}-{fill.__name__}" for rule, fill, _ in CASES])
def test_a_rule_finds_what_breaks_it(
    small: SmallWarehouse, alone: Callable[[str], None], rule: str, fill: Case, cells: tuple[str | None, str | None]
) -> None:
    fill(small, True)
    alone(rule)
    (found,) = findings(small, rule)
    assert (found["cell"], found["other_cell"]) == cells
    assert found["message"]
    assert found["found"]
    assert found["found"] != found["expected"]


@pytest.mark.parametrize(("rule", "fill"), [case[:2] for case in CASES], ids=[case[0] for case in CASES])
def test_a_rule_is_silent_where_it_is_kept(
    small: SmallWarehouse, alone: Callable[[str], None], rule: str, fill: Case
) -> None:
    fill(small, False)
    alone(rule)
    assert findings(small, rule) == []


@pytest.mark.slow
def test_all_rules_run_over_what_breaks_any_and_each_finds_it(small: SmallWarehouse) -> None:
    """The documents of each case get names of their own. Some rules compare documents that speak, and in this
    crowd few do."""
    for number, (_, fill, _) in enumerate(CASES):
        fill(small, True)
        for table in {*small.FILLED} - {"core.vintage"}:
            small.connection.execute(
                f"update {table} set document_id = '{number}:' || document_id where not contains(document_id, ':')"
            )
    results = check.run(small.connection)
    assert {result.rule.name for result in results if not result.findings} <= {
        "cumulative_totals_never_fall",
        "labels_exchanged",
        "publishers_agree",
    }


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, _, _ in CASES} == {rule.name for rule in check.rules()}


def test_rules_name_themselves() -> None:
    for rule in check.rules():
        assert rule.title.endswith("."), rule.name
        assert len(rule.description) > 20, rule.name


def test_a_comparison_between_editions_names_both(small: SmallWarehouse) -> None:
    cumulative(small, True)
    (found,) = findings(small, "cumulative_totals_never_fall")
    assert (found["document_id"], found["other_document_id"]) == ("b", "a")
    assert (found["expected"], found["found"]) == ("at least 100", "99")
    assert found["message"] == "through 2025-01-25 it was 100, through 2025-02-08 it is 99"


def test_a_stale_sheet_names_both_days(small: SmallWarehouse) -> None:
    stale(small, True)
    (found,) = findings(small, "stale_sheet")
    assert (found["document_id"], found["other_document_id"]) == ("b", "a")
    assert "2025-01-25" in str(found["expected"])
    assert "2025-02-08" in str(found["found"])
    assert found["message"] == "old figures under another day"


def test_a_restated_year_that_is_over_may_fall(small: SmallWarehouse) -> None:
    for document, known, value in (("a", "2025-10-03", 100.0), ("b", "2026-02-03", 90.0)):
        small.document(document, known)
        day = "2025-09-30" if document == "a" else "2026-01-25"
        small.figure(document, "V20", AGENCY.format("total"), FY25, value, data_through=day)
    small.speak()
    assert findings(small, "cumulative_totals_never_fall") == []


def test_the_known_slip_is_reported_with_both_cells(small: SmallWarehouse, corpus: Path) -> None:
    document = small.read(corpus / "agency" / "ice_detention_statistics" / "FY21_detention-stats_0414.xlsx")
    small.speak()
    (found,) = findings(small, "months_add_up")
    assert (found["document_id"], found["sheet"]) == (document, "Detention FY21 YTD")
    assert (found["cell"], found["other_cell"]) == ("O39", "C39:I39")
    assert (found["expected"], found["found"]) == ("5,705", "5,697")
    assert "reason=bonded_out" in str(found["series_key"])
    # the slip is in four months of the total row: in its parts by criminality and by reason, and in what was bonded out
    assert len(findings(small, "parts_add_up")) == 12
    assert small.rows("select rule, cell, message from core.finding where severity = 'error'") == []


def test_old_figures_under_a_new_line_are_found(small: SmallWarehouse, corpus: Path) -> None:
    files = [f"FY24_detentionStats{day}2024.xlsx" for day in ("0620", "0708")]
    older, newer = (small.read(corpus / "agency" / "ice_detention_statistics" / file) for file in files)
    small.speak()
    facilities = [found for found in findings(small, "stale_sheet") if str(found["sheet"]).startswith("Facilities")]
    assert [(f["document_id"], f["other_document_id"], f["message"]) for f in facilities] == [
        (newer, older, "old figures under another day")
    ]
    (proof,) = findings(small, "averages_prove_the_day")
    assert (proof["document_id"], proof["expected"], proof["found"]) == (
        newer,
        "through 2024-06-09",
        "through 2024-06-24",
    )


def test_of_one_moment_the_lower_speak_for_no_time_and_are_no_second_voice(small: SmallWarehouse) -> None:
    for name, through in (("a", "2025-01-25"), ("b", "2025-01-11")):
        small.document(name, "2025-02-03", through)
        small.figure(name, "J20", AGENCY.format("total"), "2024-10", 1.0)
    small.speak()
    assert len(small.rows("from core.vintage")) == 2
    assert findings(small, "one_row_a_series_and_period") == []


@pytest.mark.slow
def test_findings_are_written_anew(small: SmallWarehouse) -> None:
    months(small, True)
    check.run(small.connection)
    first = small.rows("select * from core.finding order by all")
    check.run(small.connection)
    assert small.rows("select * from core.finding order by all") == first
    assert small.rows("select findings from core.rule where rule = 'months_add_up'") == [{"findings": 1}]
    assert len(small.rows("from core.rule")) == len(check.rules())


def test_a_rule_that_cannot_run_is_an_error_and_leaves_the_last_findings(
    small: SmallWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    months(small, True)
    check.run(small.connection)
    wrong = check.Rule("wrong", "Wrong.", "error", "Nothing.", "select no_such_column from core.observation")
    monkeypatch.setattr(check, "rules", lambda: (wrong,))
    with pytest.raises(WarehouseError, match=r"checks/wrong\.sql"):
        check.run(small.connection)
    assert len(small.rows("from core.finding")) == 1


@pytest.mark.slow
def test_findings_do_not_depend_on_the_order_of_rows_or_on_threads(small: SmallWarehouse) -> None:
    """Over figures full of ties: the same series in many editions, equal values, equal counts."""
    _many(small.connection)
    small.speak()
    found = []
    for threads, order in ((1, "asc"), (3, "desc")):
        small.connection.execute(f"set threads = {threads}")
        small.connection.execute(f"create or replace table kept as from core.observation order by all {order}")
        small.connection.execute("delete from core.observation")
        small.connection.execute("insert into core.observation from kept")
        check.run(small.connection)
        found.append(small.connection.execute("from core.finding order by all").fetchall())
    small.connection.execute("reset threads")
    small.connection.execute("drop table kept")
    assert len(found[0]) > 1_000
    assert found[0] == found[1]


def _many(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        insert into raw.document by name
        select 'd' || d as document_id, 'ice_detention_statistics' as source_id, 'u' as url, 'xlsx' as media_type,
            timestamp '2022-01-01' + to_days(d::integer) as known_from, true as bytes_held, 'ok' as outcome,
            '' as parser_hash
        from range(12) as t (d);
        insert into core.observation by name
        select 'd' || d as document_id, dataflow as sheet, 'C' || m || 'R' || r as cell, dataflow, metric,
            dataflow || '{agency=' || if(r % 3 = 0, 'total', 'ICE') || ',reason=r' || (r // 4) || ',criminality='
                || ['total', 'a', 'b', 'c'][r % 4 + 1] || '}' as series_key,
            if(m = 12, '2021-10-01/P1Y', strftime(date '2021-10-01' + to_months(m::integer), '%Y-%m')) as time_period,
            (date '2021-10-01' + to_months((m % 12)::integer))::date as period_start, hash(r, m, d) % 1000 / 7 as value,
            (date '2022-01-01' + d::integer) as data_through, 'A' as obs_status
        from range(12) as t (d), range(60) as u (r), range(13) as v (m),
            (values ('ice.releases_by_reason', 'final_releases'), ('ice.facilities', 'average_daily_population'),
                ('ice.iclos_detainees', 'detained_population_by_length'), ('ice.atd_by_area', 'atd_participants')
            ) as w (dataflow, metric)
        order by d
        """
    )
