-- One row a run of documents that print the same notably revised figure. Key: series_key, time_period, run.
-- A run is all documents, one after the other, that print the same; such as print no figure are passed over.
-- run: Its place among the runs of the series and period, from 1.
-- value: What these documents print.
-- value_before: That of the run before; null of the first.
-- value_before_that: That of the run before that one.
-- value_after: That of the run after; null of the last.
-- documents: The documents (sha256), the first to speak first.
-- documents_before: How many the run before has; 0 of the first.
-- documents_after: How many the run after has; 0 of the last.
-- *: The columns of core.observation.
create or replace view core.notable_run as
with said as (
    select
        printed.series_key,
        printed.time_period,
        printed.document_id,
        printed.value,
        row_number() over (
            partition by printed.series_key, printed.time_period
            order by vintage.valid_from, vintage.data_through nulls first, printed.document_id
        ) as place
    from core.observation as printed
    inner join core.vintage as vintage
        on vintage.document_id = printed.document_id and vintage.dataflow = printed.dataflow
        and vintage.time_period = printed.time_period
    where
        printed.value is not null
        and (printed.series_key, printed.time_period) in (
            select (notable.series_key, notable.time_period) from core.notable_revision as notable
        )
),

compared as (
    select
        *,
        differs(value, lag(value) over (partition by series_key, time_period order by place)) as is_new
    from said
),

numbered as (
    select
        *,
        count(*) filter (where is_new) over (partition by series_key, time_period order by place) as run
    from compared
),

gathered as (
    select
        series_key,
        time_period,
        run,
        arg_min(value, place) as value,
        list(document_id order by place) as documents
    from numbered
    group by series_key, time_period, run
)

select
    series_key,
    time_period,
    run,
    value,
    lag(value) over by_run as value_before,
    lag(value, 2) over by_run as value_before_that,
    lead(value) over by_run as value_after,
    documents,
    coalesce(lag(len(documents)) over by_run, 0) as documents_before,
    coalesce(lead(len(documents)) over by_run, 0) as documents_after
from gathered
window by_run as (partition by series_key, time_period order by run);
