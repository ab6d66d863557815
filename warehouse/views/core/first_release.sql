-- The first figure given for each series and period. Of the documents that speak for it one after another, the earliest
-- that prints a value. Key: series_key, time_period.
-- *: The columns of core.observation.
create or replace view core.first_release as
select *
from core.spoken
where value is not null
qualify row_number() over (
    partition by metric, dataflow, series_key, time_period
    order by valid_from, valid_to, data_through nulls first, document_id, sheet, cell
) = 1;
