-- Every document as a source to cite: its edition, its hash, and where its bytes can still be had.
-- What a publisher's address gives today may be another edition, for several documents have had the same one: only the hash names the bytes.
-- document_id: sha256 of the document, by which its bytes are told from all others.
-- publication: Title of the publication that it is an edition of (raw.source).
-- document_title: Title that the document gives itself; null where it gives none.
-- document_url: Address at which it was first seen; what that gives today may be another document.
-- known_from: Since when it is known to have been there, UTC.
-- address_of_bytes: Address in a web archive (address_kind says how sure it is); null where none is known.
-- address_kind: archive (an archive's own address of a capture); archive_by_time (the Wayback Machine's capture nearest to the time at which an archive dated its copy of these bytes: made from that time, so compare the sha256); archive_before_resaving (the same, of a document of core.resaved: what was captured, of which these bytes are a copy saved anew); our_archive (the archive of this project has the bytes, see bytes_in); none (the hash alone is at hand).
-- bytes_in: File of our own archive and the position in it, where that has the bytes; null where it has not.
-- citation: The document as a reference names it; cite(table_title, sheet, cell, citation) names a figure in it.
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
comment on view core.citation is 'One row a document, as a source to cite, with the address that still gives its bytes. Where no web archive is known to have them, our archive and the hash stand for it. Key: document_id.';
