-- Documents that somebody has decided to forget.
select
    'forgotten' as outcome,
    format('{} {}: {}', left(document_id, 12), array_to_string(urls, ', '), why) as message
from core.forgotten
order by decided_at, document_id;
