-- Documents as sources to cite, and where their bytes can still be had.
-- One row a document. Several documents have had one address, and what that gives today may be another: only the hash names the bytes. Key: document_id.
-- document_id: sha256 of the document.
-- publisher: Who published it.
-- publication: Title of the publication that it is an edition of.
-- document_title: Title that it gives itself; null where it gives none.
-- document_url: Address at which it was first seen. What that gives today may be another document.
-- published_at: When it was published by its own words, UTC.
-- data_through: Last day of its data, the commonest of its tables.
-- known_from: Since when it is known to have been there, UTC.
-- known_from_basis: What known_from rests on (raw.document).
-- address_of_bytes: Address of its bytes in a web archive; null where none is known.
-- address_kind: Whose address it is, and how sure. One of archive, archive_by_time, archive_before_resaving, our_archive, none. archive: an archive's own address of a capture. archive_by_time: the Wayback Machine's capture nearest to the time at which an archive dated its copy of these bytes; made from that time, so compare the sha256. archive_before_resaving: the same of a document of core.resaved: what was captured, of which these bytes are a copy saved anew. our_archive: the archive of this project has the bytes (bytes_in). none: only the hash is at hand.
-- bytes_in: File of our own archive and the place in it; null where it has not the bytes.
-- citation: The document as a reference names it. The macro cite(table_title, sheet, cell, citation) names a figure in it.
create or replace view core.citation as
with seen as (
    select
        document_id,
        observed_at,
        url,
        warc || ', byte ' || warc_offset as bytes_in,
        nullif(regexp_extract(concat_ws(' ', final_url, url), 'https?://web\.archive\.org/web/\d{14}\S+'), '') as archived,
        -- on the full hour somebody guessed when a copy was made; an archive's clock has seconds
        (basis = 'archive_capture' and starts_with(url, 'http') and observed_at <> date_trunc('hour', observed_at)) as dated
    from raw.fetch
    where outcome in ('ok', 'not_modified') and not (contradicted or forgotten)
),

found as (
    select
        document_id,
        min(archived) as archived,
        arg_min(strftime(observed_at, '%Y%m%d%H%M%S') || 'id_/' || url, observed_at) filter (where dated) as capture,
        min(bytes_in) as bytes_in
    from seen
    group by document_id
),

document as (
    select
        d.*,
        s.publisher,
        s.title as publication,
        f.bytes_in,
        coalesce(f.archived, 'https://web.archive.org/web/' || f.capture) as address_of_bytes,
        case
            when f.archived is not null then 'archive'
            when f.capture is not null and r.document_id is not null then 'archive_before_resaving'
            when f.capture is not null then 'archive_by_time'
            when d.bytes_held then 'our_archive'
            else 'none'
        end as address_kind
    from raw.document as d
    left join raw.source as s on d.source_id = s.source_id
    left join found as f on d.document_id = f.document_id
    left join core.resaved as r on d.document_id = r.document_id
)

select
    document_id,
    publisher,
    publication,
    title as document_title,
    url as document_url,
    published_at,
    data_through,
    known_from,
    known_from_basis,
    address_of_bytes,
    address_kind,
    bytes_in,
    concat_ws(
        ', ',
        publisher,
        publication,
        parse_filename(url),
        'data through ' || data_through,
        'known from ' || cast(known_from as date),
        'sha256 ' || document_id,
        coalesce(address_of_bytes, if(address_kind = 'our_archive', 'our archive', null))
    ) as citation
from document
order by known_from, document_id;
