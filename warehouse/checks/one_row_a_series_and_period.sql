-- At any moment a series has one figure for a period.
-- severity: error
-- Two ways to break it: a document that says a series and period in two cells, and two documents that speak for a
-- table and period at the same moment (core.vintage).
with candidate as (
    select hash(document_id, series_key, time_period) as key_hash
    from core.observation
    group by all
    having count(*) > 1
),

repeated as (
    select document_id, series_key, time_period, list({'sheet': sheet, 'cell': cell} order by sheet, cell) as cells
    from core.observation
    where hash(document_id, series_key, time_period) in (select key_hash from candidate)
    group by document_id, series_key, time_period
    having count(*) > 1
),

said_twice as (
    select
        document_id, cells[1].sheet as sheet, cells[1].cell as cell,
        document_id as other_document_id, cells[-1].sheet as other_sheet, cells[-1].cell as other_cell,
        series_key, time_period,
        'one cell' as expected,
        format('{} cells', len(cells)) as found,
        'one document says the series and period more than once' as message
    from repeated
),

succession as (
    select
        dataflow, time_period, document_id, valid_from, valid_to,
        lag(document_id) over earlier as earlier_document_id,
        max(valid_to) over earlier_ones as earlier_valid_to,
        bool_or(valid_to is null) over earlier_ones as an_earlier_one_still_speaks
    from core.vintage
    window
        earlier as (partition by dataflow, time_period order by valid_from, valid_to),
        earlier_ones as (earlier rows between unbounded preceding and 1 preceding)
)

select * from said_twice
union all
select
    document_id, null as sheet, null as cell,
    earlier_document_id as other_document_id, null as other_sheet, null as other_cell,
    dataflow as series_key, time_period,
    if(an_earlier_one_still_speaks, 'silence', 'silence until ' || earlier_valid_to::varchar) as expected,
    'speaks from ' || valid_from::varchar as found,
    'two documents speak for the table and period at the same moment' as message
from succession
where an_earlier_one_still_speaks or valid_from < earlier_valid_to
