-- The holes between editions of a source, longer than it leaves between two; without an end where no later edition is at hand.
select
    source_id,
    gap_from,
    gap_to,
    days
from core.edition_gap
where dataflow is null
order by source_id, gap_from;
