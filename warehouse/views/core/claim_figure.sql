-- The figures beside a claim, of every document that speaks, or once spoke, for them: one for each period that the claim is about.
-- whole: Whether the period was over at the document's data_through: else the figure is of a part of it.
create or replace view core.claim_figure as
select
    counterpart.document_id as article_id,     -- sha256 of the article
    counterpart.value_start,
    counterpart.series_key,
    spoken.time_period,
    spoken.value,
    spoken.obs_status <> 'P' as whole,
    spoken.document_id,                        -- sha256 of the document that prints the figure
    spoken.sheet,
    spoken.cell,
    spoken.valid_from,
    spoken.valid_to
from core.claim_counterpart as counterpart
inner join core.spoken as spoken
    on spoken.series_key = counterpart.series_key and list_contains(counterpart.time_periods, spoken.time_period)
where counterpart.reason is null and spoken.value is not null;
comment on view core.claim_figure is 'One row a figure that a document prints beside a claim, with the time during which it speaks. Key: article_id, value_start, time_period, document_id.';
