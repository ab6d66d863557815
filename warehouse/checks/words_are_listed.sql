-- Every table, metric, unit and status is in its list.
-- severity: error
-- The lists are what the source of the document declares (core.dataflow, core.metric) and SDMX CL_OBS_STATUS (A, P, M, O,
-- Q). Reading refuses what is not declared, so nothing else may have come here.
with word as (
    select
        document.source_id, observation.dataflow, observation.metric, observation.unit, observation.obs_status,
        min(observation.document_id) as document_id,
        count(*) as figures
    from core.observation as observation
    left join raw.document as document using (document_id)
    group by document.source_id, observation.dataflow, observation.metric, observation.unit, observation.obs_status
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
        if(metric.unit is distinct from word.unit and metric.metric is not null, 'unit ' || coalesce(word.unit, 'none'), null),
        if(word.obs_status not in ('A', 'P', 'M', 'O', 'Q'), 'status ' || word.obs_status, null)
    ) as found,
    format('{:,} figures use a word that no list has', word.figures) as message
from word
left join core.dataflow as dataflow on word.dataflow = dataflow.dataflow and word.source_id = dataflow.source_id
left join core.metric as metric
    on
        word.metric = metric.metric and word.source_id = metric.source_id
        and list_contains(dataflow.metrics, word.metric)
where
    dataflow.dataflow is null or metric.metric is null or metric.unit is distinct from word.unit
    or word.obs_status not in ('A', 'P', 'M', 'O', 'Q')
