-- core.story, from the bands of all articles. Two articles tell one story where they share a band, or where others join them.
delete from core.story;

insert into core.story by name
with recursive band as (
    select rowid as article, unnest(bands) as band
    from core.article
),

-- of all that share a band each is joined with the first: a million copies are a million pairs and not their square
shared as materialized (
    select band, min(article) as first_article
    from band
    group by band
    having min(article) < max(article)
),

joined as materialized (
    select band.article, shared.first_article as other
    from band
    inner join shared on shared.band = band.band and shared.first_article <> band.article
    union
    select shared.first_article as article, band.article as other
    from band
    inner join shared on shared.band = band.band and shared.first_article <> band.article
),

-- the least article that each can reach: handed on along the pairs until nothing changes
reached (article, least_article) using key (article) as (
    select article, least(article, min(other)) as least_article
    from joined
    group by article
    union
    select joined.article, min(reached.least_article) as least_article
    from reached
    inner join joined on joined.other = reached.article
    inner join recurring.reached as before on before.article = joined.article
    where reached.least_article < before.least_article
    group by joined.article
),

told as (
    select
        article.document_id,
        document.known_from,
        coalesce(reached.least_article, article.rowid) as story
    from core.article as article
    left join reached on reached.article = article.rowid
    left join raw.document as document on document.document_id = article.document_id
)

select
    document_id,
    first_value(document_id) over (partition by story order by known_from nulls last, document_id) as story_id
from told
order by document_id;
