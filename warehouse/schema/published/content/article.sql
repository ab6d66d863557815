-- Articles; the bodies of those alone whose source lets them be published.
select article.* replace (case when source.body = 'public_domain' then article.body end as body)
from working.core.article as article
left join working.raw.document as document using (document_id)
left join working.raw.source as source using (source_id)
