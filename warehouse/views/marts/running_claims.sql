-- One row a figure that is said again over time, with its dates and values. And where it fell: "622,000 deported since
-- …". It is the same measure, agency, population and place, the same kind of period from the same first day, on the
-- same word, reported in articles of two days or more. A story counts once however many papers copy it. No percentages,
-- goals or projections. Key: measure, agency, population, geography, period_kind, period_start, attribution.
-- measure: What is measured.
-- agency: Whose act is counted; null where none is named.
-- population: Who is counted; null for all.
-- geography: Where; null where it is not read.
-- period_kind: since_event, or range (of a period that still ran on the day of each article).
-- period_start: First day of the period that all of them share.
-- attribution: On whose word, else the publisher.
-- times_said: How many claims of different stories there are.
-- first_said_on: Day of the first article.
-- last_said_on: Day of the last one.
-- first_value: What the first one says. The number, or the least that it says; where it says only the most, that.
-- last_value: What the last one says, likewise.
-- fell_on: Days of articles that say less than an article before them did. A total that runs on should not fall.
-- said: Each of them in order of days. With published_on, document_id, value_start, value, value_text, publisher, url.
create or replace view marts.running_claims as
with told as not materialized (
    select
        measure,
        agency,
        population,
        geography,
        period_kind,
        period_start,
        attribution,
        story,
        number,
        -- structs are compared field by field: by day first
        min({
            'published_on': published_on,
            'document_id': document_id,
            'value_start': value_start,
            'value': number,
            'value_text': value_text,
            'publisher': publisher,
            'url': url
        }) as first
    from slice.running_claims
    group by all
),

compared as not materialized (
    select
        *,
        max(number) over (
            partition by measure, agency, population, geography, period_kind, period_start, attribution
            order by first.published_on
            range between unbounded preceding and interval 1 day preceding
        ) as highest_before
    from told
),

run as not materialized (
    select
        * exclude (story, number, first, highest_before),
        coalesce(list_sort(list_distinct(list(first.published_on) filter (where first.value < highest_before))), []) as fell_on,
        list_sort(list(first)) as said
    from compared
    group by all
)

select
    * exclude (fell_on, said),
    len(said) as times_said,
    said[1].published_on as first_said_on,
    said[-1].published_on as last_said_on,
    said[1].value as first_value,
    said[-1].value as last_value,
    fell_on,
    said
from run
where first_said_on < last_said_on;
