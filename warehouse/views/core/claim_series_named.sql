-- One row a kind of claim, in single words, that a published series answers. Each of core.claim_series written out: a
-- row a measure, agency, and word for who and where; ?kind as each word and code of it (core.claim_word). Key: measure,
-- agency, population, geography, preference.
-- agency: Whose act is counted; empty where none is named.
-- population: Who is counted, in small letters; empty for all.
-- geography: Where, in small letters; empty for the United States.
-- components: Parts of CBP that may be meant; an empty one is all of it.
-- periods: Kinds of period.
-- *: The columns of core.claim_series.
create or replace view core.claim_series_named as
with word as (
    select
        kind,
        words,
        code
    from core.claim_word
    union all
    select
        'none' as kind,
        '' as words,
        '' as code
),

series as (
    select
        *,
        coalesce(nullif(regexp_extract(series_key, '\?(\w+)', 1), ''), 'none') as kind
    from core.claim_series
),

named as (
    select
        string_split(series.measure, '|') as measures,
        string_split(coalesce(series.agency, ''), '|') as agencies,
        string_split(lower(replace(coalesce(series.population, ''), '?' || word.kind, word.words)), '|') as populations,
        string_split(lower(replace(coalesce(series.geography, ''), '?' || word.kind, word.words)), '|') as geographies,
        string_split(coalesce(series.component, ''), '|') as components,
        string_split(series.period, '|') as periods,
        series.preference,
        replace(series.series_key, '?' || word.kind, word.code) as series_key
    from series
    inner join word on word.kind = series.kind
),

measured as (
    select
        * exclude (measures),
        unnest(measures) as measure
    from named
),

acting as (
    select
        * exclude (agencies),
        unnest(agencies) as agency
    from measured
),

counted as (
    select
        * exclude (populations),
        unnest(populations) as population
    from acting
)

select
    measure,
    agency,
    population,
    unnest(geographies) as geography,
    components,
    periods,
    preference,
    series_key
from counted;
