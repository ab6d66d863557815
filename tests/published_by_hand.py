"""A published copy of a handful of rows, made by hand: what the pages of `onrecord serve` are made of."""

from __future__ import annotations

from pathlib import Path

import duckdb

DOCUMENT = "25440e45378838b159cb75b38345be125aed920739684882f25a91dcd39d75c1"
URL = "https://www.ice.gov/doclib/detention/FY25_detentionStats02032025.xlsx"
TABLES = """
create schema raw; create schema marts; create schema ready; create schema vintages;
create table raw.state (name varchar, value varchar);
create table raw.source (source_id varchar, publisher varchar, title varchar, media varchar[]);
create table raw.document (document_id varchar, source_id varchar, url varchar, title varchar, known_from timestamp);
create table vintages.book_ins (
    month date, fiscal_year bigint, agency varchar, agency_label varchar,
    value double, is_provisional boolean,
    cells varchar[], places struct(sheet varchar, cell varchar)[],
    metric varchar, series_key varchar, time_period varchar, publisher varchar,
    document_id varchar, document_url varchar, document_title varchar,
    known_from timestamp, valid_to timestamp, is_current boolean
);
create view marts.figure as
select metric, series_key, time_period, publisher, value, document_id, document_url, known_from, valid_to, is_current
from vintages.book_ins;
create view marts.book_ins as select * from vintages.book_ins where is_current;
create view marts.book_ins_at as select * from vintages.book_ins;
create table ready.book_ins (
    month date, fiscal_year bigint, ice hugeint, total bigint, change_on_year double, document_url varchar
);
comment on view marts.book_ins is 'Book-ins a month & agency. <script>alert(1)</script> Key: month, agency.';
comment on column marts.book_ins.agency is 'Who arrested: <b>ICE</b> or CBP.';
comment on table ready.book_ins is 'Book-ins by month.';
comment on column ready.book_ins.ice is 'Arrested by ICE.';
"""


def publish(path: Path, at: str = "2026-11-27T17:49:14.310622", ice: int = 6_000) -> Path:
    """Put a copy in place as publishing does: whole, at once. It says `at`, and so many book-ins of ICE."""
    path.parent.mkdir(parents=True, exist_ok=True)
    following = path.with_name("next.duckdb")
    with duckdb.connect(str(following)) as connection:
        connection.execute(TABLES)
        connection.execute("insert into raw.state values ('published_at', ?)", [at])
        connection.execute("insert into raw.source values ('ice', 'ICE', 'ICE Detention Statistics', ['xlsx', 'html'])")
        connection.execute(
            "insert into raw.document values (?, 'ice', ?, 'Statistics', timestamp '2025-02-04 05:00')", [DOCUMENT, URL]
        )
        for month in range(1, 7):
            for agency, value in (("ice", ice), ("cbp", 9_202.5)):
                for is_current in (True, False):
                    row = (month, agency, agency.upper(), value if is_current else 1, DOCUMENT, URL, is_current)
                    connection.execute(
                        """insert into vintages.book_ins values (make_date(2025, $1, 1), 2025, $2, $3, $4, $1 = 6,
                        ['M19', 'M20'], [{'sheet': 'S', 'cell': 'M20'}], 'book_ins',
                        'b{agency=' || $3 || '}', '2025-0' || $1, 'ICE', $5, $6, 'Statistics',
                        timestamp '2025-02-04 05:00', null, $7)""",
                        row,
                    )
            connection.execute(
                "insert into ready.book_ins values (make_date(2025, ?, 1), 2025, ?, 15202, -0.5, ?)", [month, ice, URL]
            )
    following.replace(path)
    return path
