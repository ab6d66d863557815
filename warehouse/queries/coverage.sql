-- Numeric cells of visible sheets by what became of them.
select
    source_id as source,
    reason,
    cells,
    documents as docs,
    format('{:.3f} %', 100 * share) as share
from core.coverage
order by source_id, cells desc, reason;
