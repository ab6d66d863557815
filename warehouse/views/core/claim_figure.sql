-- One row a figure that a document prints beside a claim, and when it speaks. Of every document that speaks, or once
-- spoke, for it: one for each series that measures the same thing and each period that the claim is about. No document
-- stands beside itself: a post that counts a day is an article and a figure. Key: article_id, value_start, series_key,
-- time_period, document_id.
-- preference: Place of the series among those that measure what the claim says. The one of 1 is taken first.
-- is_meant: Whether the words of the sentence leave it open that the series is meant. Else it only tells whose figure the claim has.
-- periods: How many periods make up that of the claim.
-- rounding: By how much the figure can be off because what is printed is rounded.
-- cell: The cell; of a sum its first and last cell and their number.
-- whole: Whether the period was over at the document's data_through. Else the figure is of a part of it.
-- article_id: sha256 of the article.
-- *: The columns of core.observation.
create or replace view core.claim_figure as
select
    counterpart.document_id as article_id,
    counterpart.value_start,
    counterpart.series_key,
    counterpart.preference,
    counterpart.is_meant,
    counterpart.periods,
    figure.time_period,
    figure.value,
    figure.rounding,
    figure.whole,
    figure.document_id,
    figure.sheet,
    figure.cell,
    figure.valid_from,
    figure.valid_to
from (
    select
        document_id,
        value_start,
        answer.series_key,
        preference,
        answer.is_meant,
        len(answer.time_periods) as periods,
        unnest(answer.time_periods) as time_period
    from (
        select
            document_id,
            value_start,
            unnest(answers) as answer,
            unnest(range(1, len(answers) + 1)) as preference
        from core.claim_counterpart
        where reason is null
    ) as answered
) as counterpart
inner join core.claim_series_figure as figure
    on figure.series_key = counterpart.series_key and figure.time_period = counterpart.time_period
where figure.document_id <> counterpart.document_id;
