-- One row a figure that is probably a slip of its publisher. Key: series_key, time_period, document_id.
-- The rules know no table, no metric and no source. The figures are published as they stand; a list of revisions names them apart.
-- rule: What finds it. One of out_of_range, part_above_total, exchanged, fell_back, jump (core.slip_by_rule), or with_its_table: of the figures of its table that two editions print differently for the period two or more are slips of this edition, and so are half of those of its metric, or of eight or more a quarter.
-- why: What was found, with the figures; of several rules what each found.
-- *: The columns of core.observation.
create or replace view core.slip as
with by_rule as materialized (
    select
        series_key,
        time_period,
        document_id,
        arg_min(rule, rank) as rule,
        string_agg(why, '; ' order by rank) as why
    from (
        select series_key, time_period, document_id, rule, rank, min(why) as why
        from core.slip_by_rule
        group by series_key, time_period, document_id, rule, rank
    )
    group by series_key, time_period, document_id
),

side as (
    select dataflow, metric, time_period, series_key, old_document_id as document_id, new_document_id as other_document_id
    from core.notable_revision
    where difference is not null
    union all
    select dataflow, metric, time_period, series_key, new_document_id, old_document_id
    from core.notable_revision
    where difference is not null
),

of_table as (
    select
        side.*,
        by_rule.rule is not null as is_found,
        count(by_rule.rule) over table_of_both as slips,
        count(*) over table_of_both as figures,
        2 * count(by_rule.rule) over metric_of_both >= count(*) over metric_of_both as half_of_its_metric
    from side
    left join by_rule
        on by_rule.series_key = side.series_key and by_rule.time_period = side.time_period
        and by_rule.document_id = side.document_id
    window
        table_of_both as (partition by side.dataflow, side.time_period, side.document_id, side.other_document_id),
        metric_of_both as (partition by side.dataflow, side.time_period, side.document_id, side.other_document_id, side.metric)
)

select * from by_rule
union all
select
    series_key,
    time_period,
    document_id,
    'with_its_table' as rule,
    min(format('of {} figures of its table that another edition prints otherwise {} are slips', figures, slips)) as why
from of_table
where not is_found and slips >= 2 and (half_of_its_metric or figures between 8 and 4 * slips)
group by series_key, time_period, document_id;
