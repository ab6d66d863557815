-- Removals of a fiscal year, returns included (ICE).
-- *: The columns of vintages.figure.
create or replace view vintages.removals as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.removals'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and figure.series_key = 'ice.removals{population=total}'
    and series.dimensions['entry'] is null;
