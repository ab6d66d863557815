-- People who left detention in a fiscal year, by facility type (ICE).
-- definition: final_releases (until January 2024) or final_book_outs (since). Two different things: the latter with removals and transfers.
-- definition_label: The same in words.
-- facility_type: adult or family.
-- facility_type_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.releases_by_facility_type as
select
    series.dimensions['definition'] as definition,
    series.labels['definition'] as definition_label,
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.releases_by_facility_type'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
