-- raw.document.known_from and its basis, and the address of the document; returns how many documents changed. Known from the
-- earliest sighting that the bytes do not contradict; where none is left, an article from when it says that it was published, or
-- changed last, and a file from its save; where it tells none, from the day after the last day of its data: a bound. Never from our
-- import: that says when we came, not when the public could know.
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
        where f.outcome in ('ok', 'not_modified') and not f.forgotten
    ),

    earliest as (
        select
            document_id,
            min({'at': observed_at, 'basis': basis}) filter (where counts) as seen,
            min(fetched_at) as imported_at,
            -- a name without an address, or an address that nobody dates, is the document's only where there is no other
            min({
                'no_address': not regexp_matches(url, '^https?://'),
                'undated': basis = 'unknown' or observed_at is null,
                'at': coalesce(observed_at, timestamp '9999-12-31'),
                'url': url
            }) as first_sighting
        from sighting
        group by document_id
    ),

    printed as (
        select
            document_id,
            greatest(coalesce(published_at, washington_midnight_utc(published_on)), modified_at) as printed_at
        from core.article
    ),

    -- only of documents that need it; a day after we had the bytes is a slip
    last_day as (
        select
            o.document_id,
            coalesce(
                max(o.data_through) filter (e.imported_at is null or o.data_through <= cast(e.imported_at as date)),
                -- where the last period was not over, its first day
                greatest(
                    max(o.period_end) filter (e.imported_at is null or o.period_end <= cast(e.imported_at as date)),
                    max(o.period_start) filter (o.period_start <= cast(e.imported_at as date))
                ),
                max(o.period_start)
            ) as last_day
        from core.observation as o
        inner join raw.document as d on d.document_id = o.document_id
        left join earliest as e on e.document_id = o.document_id
        where d.saved_at is null and e.seen is null and o.value is not null
        group by o.document_id
    )

    select
        document.document_id,
        coalesce(
            earliest.seen.at,
            printed.printed_at,
            document.saved_at,
            washington_midnight_utc(cast(last_day.last_day + interval 1 day as date))
        ) as known_from,
        case
            when earliest.seen is not null then earliest.seen.basis
            when printed.printed_at is not null then 'publisher_claim'
            when document.saved_at is not null then 'saved'
            when last_day.last_day is not null then 'data'
        end as known_from_basis,
        case
            when first_sighting is null then document.url
            -- the address that the bundled history has for it is not lost to the name of a file
            when first_sighting.no_address and regexp_matches(document.url, '^https?://') then document.url
            else first_sighting.url
        end as url
    from raw.document as document
    left join earliest on earliest.document_id = document.document_id
    left join last_day on last_day.document_id = document.document_id
    left join printed on printed.document_id = document.document_id
) as k
where
    k.document_id = d.document_id
    and (
        k.known_from is distinct from d.known_from
        or k.known_from_basis is distinct from d.known_from_basis
        or k.url is distinct from d.url
    );
