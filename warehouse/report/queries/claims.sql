-- Numbers of reports and releases that count what a published series counts, one row a claim, newest first.
-- Where the series named has no figures, the next one that counts the same (core.claim_series) is drawn below the claim.
with claims as (
    select *
    from marts.claims_beside_figures
    where series_key is not null and period_start is not null and period_end is not null
        and coalesce(value_low, value_high) is not null and status = 'reported'
),

of_same as (
    select
        claims.document_id,
        claims.value_start,
        series.series_key,
        row_number() over (
            partition by claims.document_id, claims.value_start
            order by series.series_key <> claims.series_key, series.preference, series.series_key
        ) as nth
    from claims
    inner join core.claim_series as series
        on claims.measure = series.measure
            and claims.agency is not distinct from series.agency
            and claims.population is not distinct from series.population
            and claims.geography is not distinct from series.geography
            and claims.component is not distinct from series.component
    where series.series_key in (select figure.series_key from marts.figure as figure where figure.value is not null)
)

select
    of_same.series_key,
    claims.measure,
    claims.agency,
    claims.publisher,
    claims.title,
    claims.url,
    claims.published_on,
    claims.quote,
    claims.quote_is_cut,
    claims.value_text,
    coalesce(claims.value_low, claims.value_high) as value_from,
    coalesce(claims.value_high, claims.value_low) as value_to,
    claims.qualifier,
    claims.period_kind,
    claims.period_start,
    claims.period_end,
    claims.attribution,
    claims.reason,
    claims.value_then,
    claims.value_now,
    claims.figures_publisher,
    claims.cells_now,
    claims.documents_now,
    claims.document_id
from claims
inner join of_same on claims.document_id = of_same.document_id and claims.value_start = of_same.value_start and of_same.nth = 1
order by claims.published_on desc nulls last, claims.document_id, claims.value_start;
