-- The figures beside a claim, of every document that speaks, or once spoke, for them: one for each series
-- that measures the same thing and each period that the claim is about.
-- No document stands beside itself: a post that counts a day is an article and a figure.
-- preference: Place of the series among those that measure what the claim says: 1 is taken first.
-- periods: How many periods make up that of the claim.
-- whole: Whether the period was over at the document's data_through: else the figure is of a part of it.
create or replace view core.claim_figure as
select
    counterpart.document_id as article_id,     -- sha256 of the article
    counterpart.value_start,
    counterpart.series_key,
    counterpart.preference,
    len(counterpart.time_periods) as periods,
    spoken.time_period,
    spoken.value,
    spoken.obs_status <> 'P' as whole,
    spoken.document_id,                        -- sha256 of the document that prints the figure
    spoken.sheet,
    spoken.cell,
    spoken.valid_from,
    spoken.valid_to
from (
    select
        document_id,
        value_start,
        time_periods,
        unnest(series_keys) as series_key,
        unnest(range(1, len(series_keys) + 1)) as preference
    from core.claim_counterpart
    where reason is null
) as counterpart
inner join core.spoken as spoken
    on spoken.series_key = counterpart.series_key and list_contains(counterpart.time_periods, spoken.time_period)
where spoken.value is not null and spoken.document_id <> counterpart.document_id;
comment on view core.claim_figure is 'One row a figure that a document prints beside a claim, with the time during which it speaks. Key: article_id, value_start, series_key, time_period, document_id.';
