-- People in custody on a day by how long they have been there (ICE).
-- A row is of one day: people of several days do not add up.
-- held: adult, adult_fear, family or family_fear; fear: with a positive fear decision.
-- held_label: The same in words.
-- length: Days in custody: 0_180_days, 181_365_days, 366_730_days, more_than_730_days.
-- length_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.detained_by_length_of_stay as
select
    series.dimensions['held'] as held,
    series.labels['held'] as held_label,
    series.dimensions['length'] as length,
    series.labels['length'] as length_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.iclos_detainees'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
