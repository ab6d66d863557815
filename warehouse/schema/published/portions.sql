-- Metrics from one to another that have about 250,000 figures together, in their order: to put all figures in order at once takes a
-- kilobyte of memory each.
with counted as (
    select metric, count(*) as figures
    from working.core.observation
    group by metric
),

placed as (
    select metric, (sum(figures) over (order by metric) - figures) // 250000 as portion
    from counted
)

select min(metric) as first_metric, max(metric) as last_metric
from placed
group by portion
order by portion
