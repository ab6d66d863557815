-- Removals of people in families in a fiscal year (ICE).
-- They are counted in marts.removals too.
-- *: The columns of vintages.figure.
create or replace view vintages.removals_of_families as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.removals'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and figure.series_key = 'ice.removals{population=family}'
    and series.dimensions['entry'] is null;
