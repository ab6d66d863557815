-- One row an edition of its publication: a document that was read without error. What it says of itself, since when it
-- was known, how often it was seen, how much it prints. Times are UTC. Key: document_id.
-- sightings: How often it was seen, as far as anybody says when. Once a day (UTC) for each address and basis.
-- sightings_contradicted: Those of them that its own date of saving contradicts. They do not count for known_from.
-- observations: Figures that it prints.
-- dataflows: Published tables of figures that it prints.
-- entries: Rows of lists that it prints.
-- articles: News reports or releases that it is: 1 or 0.
-- claims: Numbers in its text that count enforcement.
-- published_at: By its own words, UTC.
-- saved_at: By the file's properties, UTC.
-- data_through: The commonest of its tables.
-- known_from: UTC; see raw.document.
-- first_seen_at: Earliest sighting, contradicted ones included, UTC.
-- last_seen_at: Latest sighting, UTC.
-- *: The columns of raw.document.
create or replace view core.edition as
with sighting as (
    select
        document_id,
        min(observed_at) as first_seen_at,
        max(observed_at) as last_seen_at,
        count(distinct (url, basis, cast(observed_at as date))) as sightings,
        count(distinct (url, basis, cast(observed_at as date))) filter (where contradicted) as sightings_contradicted
    from raw.fetch
    where document_id is not null and basis <> 'unknown' and not forgotten
    group by document_id
),

observed as (
    select
        document_id,
        count(*) as observations,
        count(distinct dataflow) as dataflows
    from core.observation
    group by document_id
),

listed as (
    select
        document_id,
        count(*) as entries
    from core.entry
    group by document_id
),

reported as (
    select
        document_id,
        count(*) as articles
    from core.article
    group by document_id
),

claimed as (
    select
        document_id,
        count(*) as claims
    from core.claim
    group by document_id
)

select
    d.document_id,
    d.source_id,
    d.url,
    d.title,
    d.scope,
    d.published_at,
    d.saved_at,
    d.data_through,
    d.known_from,
    d.known_from_basis,
    s.first_seen_at,
    s.last_seen_at,
    coalesce(s.sightings, 0) as sightings,
    coalesce(s.sightings_contradicted, 0) as sightings_contradicted,
    coalesce(o.dataflows, 0) as dataflows,
    coalesce(o.observations, 0) as observations,
    coalesce(e.entries, 0) as entries,
    coalesce(a.articles, 0) as articles,
    coalesce(c.claims, 0) as claims,
    d.bytes_held,
    d.size
from raw.document as d
left join sighting as s on s.document_id = d.document_id
left join observed as o on o.document_id = d.document_id
left join listed as e on e.document_id = d.document_id
left join reported as a on a.document_id = d.document_id
left join claimed as c on c.document_id = d.document_id
where d.outcome = 'ok';
