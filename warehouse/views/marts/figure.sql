-- Every figure of every document that speaks, or once spoke, for its table and period, wide enough to read without a join.
-- The other marts are slices of this one with their dimensions as columns.
-- metric: The thing counted or measured; core.metric has its definition.
-- dataflow: Published table, under one name through all its renamings; core.dataflow has its title.
-- series_key: Dataflow and dimensions in one word, the same in every edition.
-- fiscal_year: US federal fiscal year of the period: 2025 runs from 1 October 2024 to 30 September 2025.
-- time_period: Identity of the period: 2025-01 a month, 2024-10-01/P1Y a fiscal year (to date or whole), 2025-02-03 a day.
-- period_start: First day covered, inclusive.
-- period_end: Last day covered, inclusive; of a year to date the day to which the data run.
-- value: The figure; null where obs_status says why there is none.
-- unit: Unit of the value.
-- obs_status: A normal; P provisional; M cannot exist (a month to come); O missing; Q withheld.
-- is_provisional: True where the period was not over at data_through: a later edition will fill it up.
-- data_through: Day up to which the publisher says the data of this table run; null where the document does not say.
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
-- valid_from: Since when the document speaks for this table and period, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; infinity where it still does.
create or replace view marts.figure as
select
    spoken.metric,
    spoken.dataflow,
    spoken.series_key,
    year(coalesce(spoken.period_start, spoken.period_end) + interval 3 month) as fiscal_year,
    spoken.time_period,
    spoken.period_start,
    spoken.period_end,
    spoken.value,
    spoken.unit,
    spoken.obs_status,
    spoken.obs_status = 'P' as is_provisional,
    spoken.data_through,
    source.publisher,
    document.source_id,
    spoken.document_id,
    document.url as document_url,
    document.title as document_title,
    spoken.sheet,
    spoken.cell,
    spoken.table_title,
    spoken.row_label,
    spoken.column_label,
    document.known_from,
    spoken.valid_from,
    spoken.valid_to
from core.spoken as spoken
left join raw.document as document on spoken.document_id = document.document_id
left join raw.source as source on document.source_id = source.source_id;
comment on view marts.figure is 'One row a figure and vintage: every figure of every document that speaks, or once spoke, for its table and period, with document, sheet and cell. What is said now: valid_to = ''infinity''. Key: series_key, time_period, document_id.';
