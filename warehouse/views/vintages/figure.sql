-- One row a figure and vintage, wide enough to read without a join. Every figure of every document that speaks, or once
-- spoke, for its table and period, with document, sheet and cell. What is said now: is_current. The other vintages are
-- parts of this one with their dimensions as columns. To add up, choose a table, a period type and no
-- totals. Key: series_key, time_period, document_id.
-- metric: The thing counted or measured; core.metric has its definition.
-- dataflow: Published table, under one name through all its renamings. Its title is in core.dataflow.
-- series_key: Dataflow and dimensions in one word, the same in every edition.
-- fiscal_year: US federal fiscal year of the period. That of 2025 runs from 1 October 2024 to 30 September 2025.
-- period_type: Kind of period. One of day, month, quarter, half_month, fiscal_year, fiscal_year_to_date, calendar_year.
-- time_period: Identity of the period. A month is 2025-01, a fiscal year (to date or whole) 2024-10-01/P1Y, a day 2025-02-03.
-- period_start: First day covered, inclusive.
-- period_end: Last day covered, inclusive; of a year to date the day to which the data run.
-- value: The figure; null where obs_status says why there is none.
-- value_corrected: value, or what it must have been where a person has corrected it. See core.correction.
-- correction: Why it was corrected, and whence that is known. Null where it was not.
-- slip: Rule by which it is probably a slip of the publisher (core.slip). Null where none is; found for the published copy alone.
-- unit: Unit of the value.
-- obs_status: Status: A normal, P provisional, M cannot exist, O missing, Q withheld. Of M it is a month to come.
-- is_provisional: Whether the period was not over at data_through. Then a later edition will fill it up.
-- data_through: Day up to which the publisher says the data of this table run. Null where the document does not say.
-- is_total: Whether it counts others of its document and period that have a value. To add up, take none of these.
-- part_of: Series of the same table that count it too; null where none does.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_id: sha256 of the document that prints it.
-- document_url: Address at which the document was first seen.
-- document_title: Title that the document gives itself.
-- sheet: Sheet, as printed.
-- cell: Cell that holds the figure.
-- table_title: Title of the table in the publisher's own words.
-- row_label: Label of the row in the publisher's own words.
-- column_label: Label of the column in the publisher's own words.
-- known_from: Since when the public could know the document, UTC.
-- last_confirmed_at: When the document was last seen before its successor spoke, UTC. Null where nobody says.
-- valid_from: Since when the document speaks for this table and period, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.figure as
select
    metric,
    dataflow,
    series_key,
    fiscal_year,
    period_type,
    time_period,
    period_start,
    period_end,
    value,
    coalesce(corrected, value) as value_corrected,
    correction,
    slip,
    unit,
    obs_status,
    is_provisional,
    is_total,
    part_of,
    data_through,
    publisher,
    source_id,
    document_id,
    document_url,
    document_title,
    sheet,
    cell,
    table_title,
    row_label,
    column_label,
    known_from,
    last_confirmed_at,
    valid_from,
    valid_to,
    is_current
from core.statement
where valid_from is not null;
