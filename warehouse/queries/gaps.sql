-- The holes between editions, in words that fit a line of 80 characters: of each source, and below it of tables with holes of their own.
select
    case
        when min(dataflow) is null then source_id
        when count(*) > 1 then '  ' || count(*) || ' of its tables'
        when length(min(dataflow)) > 30 then '  ' || left(min(dataflow), 29) || '…'
        else '  ' || min(dataflow)
    end as source_or_table,
    gap_from as "from",
    coalesce(gap_to::varchar, 'none yet') as "to",
    days,
    left(before_document_id, 8) as before,
    coalesce(left(after_document_id, 8), '') as after
from core.edition_gap
group by source_id, dataflow is null, gap_from, gap_to, days, before_document_id, after_document_id
order by source_id, dataflow is null desc, gap_from, "to", before_document_id;
