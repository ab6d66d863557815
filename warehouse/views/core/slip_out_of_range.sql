-- One row a figure that cannot be: below zero, or a share above 1. Key: series_key, time_period, document_id.
-- why: What cannot be.
-- *: The columns of core.observation.
create or replace view core.slip_out_of_range as
select
    printed.series_key,
    printed.time_period,
    printed.document_id,
    if(
        printed.value < 0, number_text(printed.value) || ' is below zero',
        format('{:,.0f} % is more than everything', 100 * printed.value)
    ) as why
from core.observation as printed
inner join core.dataflow as dataflow on dataflow.dataflow = printed.dataflow
inner join core.metric as metric on metric.metric = printed.metric and metric.source_id = dataflow.source_id
where printed.value < 0 or (printed.value > 1 + 1e-6 and metric.kind = 'share');
