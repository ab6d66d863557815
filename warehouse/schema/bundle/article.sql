-- The articles of the bundled history: those with a claim; the texts of those alone whose source lets them be published whole.
select a.* replace (case when s.body = 'public_domain' then a.body end as body)
from core.article as a
left join raw.document as d on d.document_id = a.document_id
left join raw.source as s on s.source_id = d.source_id
where a.document_id in (select document_id from core.claim)
order by a.document_id;
