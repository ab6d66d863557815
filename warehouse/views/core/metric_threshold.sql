-- One row a metric of a table: from which difference on a revision is told. Key: dataflow, metric.
-- It is what the row of core.revision_threshold says that fits the metric best; in a table that is printed rounded no less than that.
-- absolute: Least difference, in the unit of the metric.
-- relative: Least difference as a part of the older value.
-- dataflow: Published table.
-- metric: The metric, of core.metric.
create or replace view core.metric_threshold as
with fitting as (
    select
        dataflow.dataflow,
        metric.metric,
        dataflow.rounded_to,
        least.absolute,
        least.relative,
        (least.kind <> '*')::integer * 2 + (least.unit <> '*')::integer as fit
    from core.metric as metric
    inner join core.dataflow as dataflow
        on dataflow.source_id = metric.source_id and list_contains(dataflow.metrics, metric.metric)
    inner join core.revision_threshold as least
        on least.unit in ('*', metric.unit) and least.kind in ('*', metric.kind)
)

select
    dataflow,
    metric,
    greatest(arg_max(absolute, fit), rounded_to) as absolute,
    arg_max(relative, fit) as relative
from fitting
group by dataflow, metric, rounded_to;
