-- Articles, each in its latest version, as the copy has them: of a restricted source the headline, of others the text too.
insert into entry by name
select
    (select count(*) from entry) + row_number() over (order by day, document_id) as id,
    'article' as kind,
    publisher,
    source_id,
    day,
    title,
    body,
    url as address,
    format('from marts.articles where document_id = ''{}''', document_id) as query
from (
    select
        a.document_id,
        a.title,
        a.body,
        a.url,
        d.source_id,
        coalesce(a.publisher, s.publisher, d.source_id) as publisher,
        coalesce(a.published_on, coalesce(a.published_at, d.known_from)::date) as day
    from published.core.article as a
    inner join published.raw.document as d on a.document_id = d.document_id
    left join published.raw.source as s on d.source_id = s.source_id
    qualify row_number() over (partition by d.source_id, coalesce(a.url, a.document_id) order by d.known_from desc nulls last, a.document_id) = 1
);
