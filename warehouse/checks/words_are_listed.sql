-- Every table, metric and status is in its list.
-- severity: error
-- The lists are core.dataflow, core.metric and SDMX CL_OBS_STATUS (A, P, M, O, Q).
with word as (
    select dataflow, metric, obs_status, min(document_id) as document_id, count(*) as figures
    from core.observation
    group by dataflow, metric, obs_status
)

select
    word.document_id, null as sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    word.dataflow as series_key, null as time_period,
    'words of the lists' as expected,
    concat_ws(
        ', ',
        if(dataflow.dataflow is null, 'dataflow ' || word.dataflow, null),
        if(metric.metric is null, 'metric ' || word.metric, null),
        if(word.obs_status not in ('A', 'P', 'M', 'O', 'Q'), 'status ' || word.obs_status, null)
    ) as found,
    format('{:,} figures use a word that no list has', word.figures) as message
from word
left join core.dataflow as dataflow on word.dataflow = dataflow.dataflow
left join core.metric as metric on word.metric = metric.metric
where dataflow.dataflow is null or metric.metric is null or word.obs_status not in ('A', 'P', 'M', 'O', 'Q')
