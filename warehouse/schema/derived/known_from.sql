-- raw.document.known_from and its basis, and the address of the first sighting; returns how many documents changed. The earliest
-- sighting that the bytes do not contradict; where none is left, the save itself; where the file tells none, our import of it.
update raw.document as d
set known_from = k.known_from, known_from_basis = k.known_from_basis, url = k.url
from (
    with sighting as (
        select
            f.document_id,
            f.fetched_at,
            f.url,
            -- A claimed day without a time begins in Washington, or the evening before would know of it already; and not
            -- before the save of that day, or its morning would know of bytes that did not exist.
            case
                when f.basis = 'publisher_claim' and f.observed_at = date_trunc('day', f.observed_at)
                    then greatest(washington_midnight_utc(cast(f.observed_at as date)), d.saved_at)
                else f.observed_at
            end as observed_at,
            f.basis,
            f.observed_at is not null and f.basis <> 'unknown' and not f.contradicted as counts
        from raw.fetch as f
        inner join raw.document as d on d.document_id = f.document_id
        where f.outcome in ('ok', 'not_modified')
    ),

    earliest as (
        select
            document_id,
            min({'at': observed_at, 'basis': basis}) filter (where counts) as seen,
            min(fetched_at) as imported_at,
            min({'at': coalesce(observed_at, timestamp 'infinity'), 'url': url}) as first_sighting
        from sighting
        group by document_id
    )

    select
        document.document_id,
        coalesce(seen.at, document.saved_at, imported_at) as known_from,
        case
            when seen is not null then seen.basis
            when document.saved_at is not null then 'saved'
            when imported_at is not null then 'import'
        end as known_from_basis,
        coalesce(first_sighting.url, document.url) as url
    from raw.document as document
    left join earliest on earliest.document_id = document.document_id
) as k
where
    k.document_id = d.document_id
    and (
        k.known_from is distinct from d.known_from
        or k.known_from_basis is distinct from d.known_from_basis
        or k.url is distinct from d.url
    );
