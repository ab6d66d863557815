-- Editions of what agencies publish. Of news reports their claims are told (claim.sql).
select
    edition.known_from as known_at,
    source.publisher,
    edition.source_id,
    edition.document_id,
    edition.url as document_url,
    [edition.document_id] as key,
    source.title as source_title,
    edition.title,
    edition.data_through,
    edition.dataflows,
    edition.observations,
    edition.entries
from core.edition as edition
inner join raw.source as source on source.source_id = edition.source_id
where
    edition.known_from >= washington_midnight_utc(getvariable('since'))
    and edition.articles = 0 and edition.observations + edition.entries > 0
order by edition.known_from desc, edition.document_id;
