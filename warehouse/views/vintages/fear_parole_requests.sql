-- Parole requests after a positive credible fear decision, by month (ICE).
-- *: The columns of vintages.figure.
create or replace view vintages.fear_parole_requests as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.fear_parole_requested'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
