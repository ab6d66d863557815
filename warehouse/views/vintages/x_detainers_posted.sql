-- Detainers lodged a day, as posted on X (ICE).
-- *: The columns of vintages.figure.
create or replace view vintages.x_detainers_posted as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.x_detainers_posted'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
