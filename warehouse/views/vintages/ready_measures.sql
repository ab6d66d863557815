-- One row a chief measure, source and period, with document and cell. What ready.side_by_side puts beside one another.
-- Which series it is: core.measure_series. Key: measure, source_id, time_period.
-- measure: Which measure: a column of ready.side_by_side, which has what it means. One of arrests, book_ins, book_ins_ice, book_ins_cbp, detained, detained_on_average, released, booked_out, removed, returned, removed_or_returned_by_ice, repatriated, encounters, encounters_southwest, encounters_usbp.
-- publisher: Who publishes it.
-- source_id: The publication. One that counts the same twice has two rows, which are never added.
-- fiscal_year: US federal fiscal year of the period.
-- period_type: Kind of period: day, month, fiscal_year, fiscal_year_to_date. Add up those of one kind.
-- time_period: Identity of the period. A month is 2025-01, a fiscal year (to date or whole) 2024-10-01/P1Y, a day 2025-02-03.
-- period_start: First day covered.
-- period_end: Last day covered.
-- value: The figure; where the source prints its parts alone, their sum.
-- parts: How many figures were added up; 1 where it is printed.
-- is_provisional: Whether the period was not over at data_through.
-- corrections: Why figures of it were corrected (core.correction); null where none was.
-- data_through: Day up to which the publisher says the data run.
-- document_id: sha256 of the document.
-- document_url: Address at which it was first seen.
-- place: Sheet and cell of the figure, of the first part where there are several.
-- known_from: Since when the public could know the document, UTC.
-- valid_from: Since when the document speaks for the period, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.ready_measures as
select
    figure.measure,
    figure.publisher,
    figure.source_id,
    figure.fiscal_year,
    any_value(figure.period_type) as period_type,
    figure.time_period,
    min(figure.period_start) as period_start,
    max(figure.period_end) as period_end,
    sum(figure.value_corrected order by figure.series_key) as value,
    count(*) as parts,
    bool_or(figure.is_provisional) as is_provisional,
    string_agg(distinct figure.correction, '; ' order by figure.correction) as corrections,
    min(figure.data_through) as data_through,
    figure.document_id,
    min(figure.document_url) as document_url,
    min(concat_ws('!', figure.sheet, figure.cell)) as place,
    min(figure.valid_from) as valid_from,
    any_value(figure.known_from) as known_from,
    max(figure.valid_to) as valid_to,
    bool_or(figure.is_current) as is_current
from (  -- two joins and no OR: each takes its rows by their key
    select
        listed.measure,
        figure.*
    from core.measure_series as listed
    inner join vintages.figure as figure on figure.series_key = listed.series_key
    union all
    select
        listed.measure,
        figure.*
    from core.measure_series as listed
    inner join vintages.figure as figure on figure.dataflow = listed.dataflow
    where
        listed.series_key is null
        and (listed.part is null or contains(translate(figure.series_key, '{}', ',,'), ',' || listed.part || ','))
) as figure
where figure.value is not null
group by figure.measure, figure.publisher, figure.source_id, figure.fiscal_year, figure.time_period, figure.document_id;
