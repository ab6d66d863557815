-- Participants of Alternatives to Detention by area and technology (ICE).
-- A row is of one day: people of several days do not add up.
-- area: ICE area of responsibility.
-- area_label: The same in words.
-- technology: Device: gps, smartlink, voiceid … or no_tech.
-- technology_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_participants_by_area as
select
    series.dimensions['area'] as area,
    series.labels['area'] as area_label,
    series.dimensions['technology'] as technology,
    series.labels['technology'] as technology_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_by_area'
    and figure.metric = 'atd_participants'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
