-- The chief measures of each source, a period a row: what marts.side_by_side puts beside one another, with the cells.
-- measures is what is said now; measures_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- measure: arrests, book_ins, book_ins_ice, book_ins_cbp, detained, detained_on_average, released, booked_out, removed, returned, removed_or_returned_by_ice, repatriated, encounters, encounters_southwest, encounters_usbp: the columns of marts.side_by_side, which has what they mean.
-- publisher: Who publishes it.
-- source_id: The publication: one that counts the same twice has two rows, which are never added.
-- time_period: Identity of the period: 2025-01 a month, 2024-10-01/P1Y a fiscal year (to date or whole), 2025-02-03 a day.
-- period_start: First day covered.
-- period_end: Last day covered.
-- value: The figure; where the source prints its parts alone, their sum.
-- parts: How many figures were added up; 1 where it is printed.
-- is_provisional: Whether the period was not over at data_through.
-- data_through: Day up to which the publisher says the data run.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- document_id: sha256 of the document.
-- document_url: Address at which it was first seen.
-- place: Sheet and cell of the figure, of the first part where there are several.
-- valid_from: Since when the document speaks for the period, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; infinity where it still does.
create or replace macro marts.measures_as_of(moment) as table
select
    figure.measure,
    figure.publisher,
    figure.source_id,
    figure.time_period,
    min(figure.period_start) as period_start,
    max(figure.period_end) as period_end,
    sum(figure.value order by figure.series_key) as value,
    count(*) as parts,
    bool_or(figure.is_provisional) as is_provisional,
    min(figure.data_through) as data_through,
    age_days(min(figure.data_through), max(figure.period_end), min(figure.valid_from), moment) as age_days,
    figure.document_id,
    min(figure.document_url) as document_url,
    min(concat_ws('!', figure.sheet, figure.cell)) as place,
    min(figure.valid_from) as valid_from,
    min(figure.valid_to) as valid_to
from (  -- two joins and no OR: each takes its rows by their key
    select
        listed.measure,
        figure.*
    from core.measure_series as listed
    inner join marts.figure as figure on figure.series_key = listed.series_key
    where figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment)
    union all
    select
        listed.measure,
        figure.*
    from core.measure_series as listed
    inner join marts.figure as figure on figure.dataflow = listed.dataflow
    where
        listed.series_key is null
        and (listed.part is null or contains(translate(figure.series_key, '{}', ',,'), ',' || listed.part || ','))
        and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment)
) as figure
where figure.value is not null
group by figure.measure, figure.publisher, figure.source_id, figure.time_period, figure.document_id;

create or replace view marts.measures as
select * from marts.measures_as_of(timestamp '9999-12-31');
comment on view marts.measures is 'One row a chief measure, source and period, as said now, with document and cell. Which series it is: core.measure_series. Key: measure, source_id, time_period.';
