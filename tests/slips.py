"""What core.slip stands on, in a small warehouse: its views and its thresholds."""

from __future__ import annotations

import duckdb

from warehouse.definitions import HERE, define, run_file

FOLDER = HERE / "slips"
ORDER = (
    "number_text", "metric_threshold", "notable_revision", "notable_run", "period_around", "slip_out_of_range",
    "slip_part_above_total", "slip_exchanged", "slip_fell_back", "slip_jump", "slip_by_rule", "slip",
)  # fmt: skip


def with_slips(connection: duckdb.DuckDBPyConnection) -> None:
    """Make them, each after those it stands on."""
    run_file(connection, FOLDER / "revision_threshold.sql")
    define(connection)  # fills it
    for name in ORDER:
        run_file(connection, FOLDER / f"{name}.sql")
