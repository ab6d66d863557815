"""What core.slip stands on, in a small warehouse: its views, its thresholds, and which series counts which."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse.definitions import HERE, define, run_file

FOLDER = HERE / "slips"
ORDER = (
    "number_text", "metric_threshold", "notable_revision", "notable_run", "period_around", "slip_out_of_range",
    "slip_part_above_total", "slip_exchanged", "slip_fell_back", "slip_jump", "slip_by_rule", "slip",
)  # fmt: skip


def with_slips(connection: duckdb.DuckDBPyConnection) -> None:
    """Make them, each after those it stands on."""
    connection.execute("create table core.series (series_key varchar, labels map(varchar, varchar), part_of varchar[])")
    run_file(connection, FOLDER / "revision_threshold.sql")
    define(connection)  # fills it
    for name in ORDER:
        run_file(connection, FOLDER / f"{name}.sql")


def count_in(connection: duckdb.DuckDBPyConnection, part_of: Mapping[str, str]) -> None:
    """Say which series counts which, and what each is called: as its key says."""
    connection.execute("delete from core.series")
    connection.execute(
        "insert into core.series by name select distinct series_key, map_from_entries(list_transform("
        "dimensions(series_key), lambda each: (split_part(each, '=', 1), split_part(each, '=', 2)))) as labels "
        "from core.observation"
    )
    for part, total in part_of.items():
        connection.execute("update core.series set part_of = [?] where series_key = ?", [total, part])
