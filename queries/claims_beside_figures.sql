-- What news reports and releases claim, beside what the publisher's own figures showed at the end of that day, and show now.
select
    published_on,
    publisher,
    value_text,
    measure,
    period_start,
    period_end,
    attribution,
    value_then::int as figure_then,
    difference::int as claim_is_above_by,
    value_first::int as figure_first,
    value_first_known_from as first_known_from,
    value_now::int as figure_now,
    reason,
    difference_later::int as claim_is_above_later_by,
    figure_of_another_period,
    value_of_another_period::int as other_figure,
    figure_of_another_series,
    figures_publisher
from marts.claims_beside_figures
order by published_on, document_id, value_start;
