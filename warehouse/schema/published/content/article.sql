-- Articles; the bodies of those alone whose source lets them be published. The bands have served (core.story).
select article.* replace (case when source.body = 'public_domain' then article.body end as body, null as bands)
from working.core.article as article
left join working.raw.document as document on document.document_id = article.document_id
left join working.raw.source as source on source.source_id = document.source_id
