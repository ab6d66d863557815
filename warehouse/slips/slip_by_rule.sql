-- Every figure that a rule takes for a slip, once for each rule, and with it the same figure where the documents before and after repeat
-- it, up to the one that prints another.
-- rank: Which rule is named first where several find the figure, from 1.
-- rule: Name of the rule, that of its view: out_of_range is core.slip_out_of_range.
-- why: What the rule found, with the figures.
create or replace view core.slip_by_rule as
with found as (
    select 1 as rank, 'out_of_range' as rule, * from core.slip_out_of_range
    union all
    select 2 as rank, 'part_above_total' as rule, * from core.slip_part_above_total
    union all
    select 3 as rank, 'exchanged' as rule, * from core.slip_exchanged
    union all
    select 4 as rank, 'fell_back' as rule, * from core.slip_fell_back
    union all
    select 5 as rank, 'jump' as rule, * from core.slip_jump
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
comment on view core.slip_by_rule is 'One row a figure that is probably a slip of the publisher, and a rule that finds it. Key: series_key, time_period, document_id, rule.';
