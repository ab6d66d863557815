-- Detainers lodged a day that ICE is said to have posted on X (News sites).
-- *: The columns of vintages.figure.
create or replace view vintages.x_detainers_reported as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.x_daily_reported'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and figure.series_key = 'ice.x_daily_reported{measure=detainers}'
    and series.dimensions['entry'] is null;
