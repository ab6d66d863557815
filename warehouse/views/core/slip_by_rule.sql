-- One row a probable slip of a publisher and a rule that finds it. Key: series_key, time_period, document_id, rule.
-- With each stands the same figure where the documents before and after repeat it, up to the one that prints another.
-- rank: Which rule is named first where several find the figure, from 1.
-- rule: Name of the rule, that of its view: out_of_range is core.slip_out_of_range.
-- why: What the rule found, with the figures.
-- *: The columns of core.observation.
create or replace view core.slip_by_rule as
with by_figure as (
    select 1 as rank, 'out_of_range' as rule, * from core.slip_out_of_range
    union all
    select 2 as rank, 'part_above_total' as rule, * from core.slip_part_above_total
    union all
    select 3 as rank, 'exchanged' as rule, * from core.slip_exchanged
    union all
    select 5 as rank, 'jump' as rule, * from core.slip_jump
),

-- where another rule finds the figure that it goes back from, it is a mistake that was mended
fell_back as (
    select 4 as rank, 'fell_back' as rule, fell_back.* exclude (against)
    from core.slip_fell_back as fell_back
    anti join by_figure
        on by_figure.series_key = fell_back.series_key and by_figure.time_period = fell_back.time_period
        and list_contains(fell_back.against, by_figure.document_id)
),

found as (
    select * from by_figure
    union all
    select * from fell_back
)

select * from found
union
select
    found.rank,
    found.rule,
    found.series_key,
    found.time_period,
    unnest(run.documents) as document_id,
    found.why
from found
inner join core.notable_run as run
    on run.series_key = found.series_key and run.time_period = found.time_period
    and list_contains(run.documents, found.document_id);
