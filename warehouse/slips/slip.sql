-- Figures that are probably slips of the publisher, found by rules that know no table, no metric and no source. They are published as
-- they stand; a list of revisions names them apart.
-- rule: What finds it: out_of_range, part_above_total, exchanged, fell_back, jump (core.slip_by_rule); or with_its_table: of the figures of
-- its table that two editions print differently for the period, eight or more, two and a quarter are slips of this edition.
-- why: What was found, with the figures.
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
    select dataflow, time_period, series_key, old_document_id as document_id, new_document_id as other_document_id
    from core.notable_revision
    where difference is not null
    union all
    select dataflow, time_period, series_key, new_document_id, old_document_id
    from core.notable_revision
    where difference is not null
),

of_table as (
    select
        side.*,
        by_rule.rule is not null as is_found,
        count(by_rule.rule) over of_both as slips,
        count(*) over of_both as figures
    from side
    left join by_rule
        on by_rule.series_key = side.series_key and by_rule.time_period = side.time_period
        and by_rule.document_id = side.document_id
    window of_both as (partition by side.dataflow, side.time_period, side.document_id, side.other_document_id)
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
where not is_found and slips >= 2 and figures between 8 and 4 * slips
group by series_key, time_period, document_id;
comment on view core.slip is 'One row a figure that is probably a slip of the publisher: which rule finds it and why. Key: series_key, time_period, document_id.';
