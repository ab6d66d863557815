-- People in detention on a day by processing disposition (ICE).
-- A row is of one day: people of several days do not add up.
-- disposition: Processing disposition: expedited_removal_i_860, notice_to_appear_i_862 …
-- disposition_label: The same in words.
-- facility_type: adult or family.
-- facility_type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.currently_detained_by_disposition as
select
    series.dimensions['disposition'] as disposition,
    series.labels['disposition'] as disposition_label,
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.currently_detained_by_disposition'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
