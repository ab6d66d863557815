-- Arrests of people with protected status, by country (ICE).
-- Refreshed twice a year; they are counted in the other tables too.
-- country: Country with Temporary Protected Status.
-- country_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.tps_arrests as
select
    series.dimensions['country'] as country,
    series.labels['country'] as country_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.semiannual_tps_arrests'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
