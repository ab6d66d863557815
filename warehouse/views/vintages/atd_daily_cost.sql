-- Daily cost of the technology of Alternatives to Detention (ICE).
-- Those of one day add up; days do not.
-- technology: Device: gps, smartlink, voiceid … or no_tech.
-- technology_label: The same in words.
-- daily_cost: US dollars a day for all participants with the device.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_daily_cost as
select
    series.dimensions['technology'] as technology,
    series.labels['technology'] as technology_label,
    figure.value as daily_cost,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_by_technology'
    and figure.metric = 'atd_daily_technology_cost'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
