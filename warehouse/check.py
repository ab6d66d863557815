"""The rules of `checks/*.sql`, run over a warehouse: each returns the rows that break it.

A rule is one file. Its header names it: a sentence, then `-- severity: error` or `-- severity: finding`, then what is
compared with what. Its query returns the columns of `core.finding` after `rule` and `severity`, in their order. What it
returns is decided by the data alone: no `any_value`, no tie that is left to chance.

- `error`: an invariant of ours does not hold; the warehouse is not to be published.
- `finding`: the publisher slipped, or a person should know something; it is reported and published as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from types import MappingProxyType
from typing import Literal, cast

import duckdb
import pyarrow as pa

from collectors.errors import WarehouseError
from warehouse.state import insert

WRITTEN = ("core.finding", "core.rule")  # what `run` writes

Severity = Literal["error", "finding"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One file of `checks/`: `name` is its stem, `sql` the whole of it."""

    name: str
    title: str
    severity: Severity
    description: str
    sql: str


@dataclass(frozen=True, slots=True)
class Result:
    """How many places break a rule. The places themselves are in `core.finding`."""

    rule: Rule
    findings: int

    @property
    def blocks(self) -> bool:
        """Whether the warehouse is not to be published because of it."""
        return self.rule.severity == "error" and self.findings > 0


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule: those that stop publishing first, then by name."""
    folder = files("warehouse").joinpath("checks")
    found = [_rule(path.name, path.read_text("utf-8")) for path in folder.iterdir() if path.name.endswith(".sql")]
    return tuple(sorted(found, key=lambda rule: (rule.severity != "error", rule.name)))


def run(connection: duckdb.DuckDBPyConnection, kept: Mapping[str, str] = MappingProxyType({})) -> list[Result]:
    """Check a warehouse and write `core.finding` and `core.rule` anew, in one transaction.

    `kept`: views that stand as tables elsewhere, with the names of these; the rules read them there.
    The connection must be open for writing and outside a transaction. Results come in the order of `rules()`.
    Raises WarehouseError where a rule cannot be run at all.
    """
    connection.begin()
    try:
        connection.execute("delete from core.finding")
        connection.execute("delete from core.rule")
        results = [Result(rule, _findings(connection, rule, kept)) for rule in rules()]
        insert(connection, "core.rule", pa.Table.from_pylist([_row(one) for one in results]))
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return results


def _row(result: Result) -> dict[str, object]:
    rule = result.rule
    return {
        "rule": rule.name,
        "severity": rule.severity,
        "title": rule.title,
        "description": rule.description,
        "findings": result.findings,
    }


def _findings(connection: duckdb.DuckDBPyConnection, rule: Rule, kept: Mapping[str, str]) -> int:
    """Run one rule into `core.finding`; how many rows it returned."""
    sql = rule.sql
    for view, table in kept.items():
        sql = sql.replace(view, table)
    try:
        inserted = connection.execute(
            f"insert into core.finding by name select ? as rule, ? as severity, * from ({sql}) order by all",
            [rule.name, rule.severity],
        )
    except duckdb.Error as error:
        raise WarehouseError(
            "warehouse",
            table=f"checks/{rule.name}.sql",
            expected="a query that returns the columns of core.finding after rule and severity",
            found=str(error).splitlines()[0],
            remedy="Correct the rule, or rebuild the warehouse where its schema is older: onrecord rebuild.",
        ) from error
    row = inserted.fetchone()
    return int(row[0]) if row else 0


def _rule(file: str, sql: str) -> Rule:
    header = [line.removeprefix("-- ") for line in takewhile(lambda line: line.startswith("-- "), sql.splitlines())]
    severity = header[1].removeprefix("severity: ") if len(header) > 2 else ""
    if severity not in ("error", "finding"):
        raise WarehouseError(
            "warehouse",
            table=f"checks/{file}",
            expected="a header of a title, `severity: error` or `severity: finding`, and a description",
            found="; ".join(header) or "no header",
            remedy="Write the header as the other rules have it.",
        )
    return Rule(file.removesuffix(".sql"), header[0], cast(Severity, severity), " ".join(header[2:]), sql)
