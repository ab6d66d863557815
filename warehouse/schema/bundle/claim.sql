-- The claims of the bundled history: the facts; their sentences of those sources alone whose texts may be published whole.
select c.* replace (
    case when s.body = 'public_domain' then c.quote end as quote,
    c.quote_is_cut or coalesce(s.body, '') <> 'public_domain' as quote_is_cut
)
from core.claim as c
left join raw.document as d on d.document_id = c.document_id
left join raw.source as s on s.source_id = d.source_id
order by c.document_id, c.value_start;
