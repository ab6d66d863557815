-- The documents of which nothing is loaded, with the last word on each.
select
    document_id,
    d.source_id,
    d.url,
    d.outcome,
    coalesce(arg_max(l.message, l.loaded_at), '') as message
from raw.document as d
left join raw.load as l using (document_id, outcome)
where d.outcome <> 'ok'
group by all
order by all;
