-- Average length in Alternatives to Detention by area and device (ICE).
-- area: ICE area of responsibility; or total.
-- area_label: The same in words.
-- technology: Device: gps, smartlink, voiceid … or no_tech; or total.
-- technology_label: The same in words.
-- average_length_in_program: Days in the program so far.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_length_in_program as
select
    series.dimensions['area'] as area,
    series.labels['area'] as area_label,
    series.dimensions['technology'] as technology,
    series.labels['technology'] as technology_label,
    figure.value as average_length_in_program,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_by_area'
    and figure.metric = 'average_length_in_program'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
