-- Average days that people in custody have been there so far (ICE).
-- held: adult, adult_fear, family, family_fear or total. Of fear with a positive fear decision.
-- held_label: The same in words.
-- average_days_in_custody: Days in custody so far, on the day.
-- *: The columns of vintages.figure.
create or replace view vintages.in_custody_length_of_stay as
select
    series.dimensions['held'] as held,
    series.labels['held'] as held_label,
    figure.value as average_days_in_custody,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.iclos'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
