-- Book-ins of a fiscal year by facility type and criminality (ICE).
-- facility_type: adult or family.
-- facility_type_label: The same in words.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator.
-- criminality_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.book_ins_by_criminality as
select
    series.dimensions['facility_type'] as facility_type,
    series.labels['facility_type'] as facility_type_label,
    series.dimensions['criminality'] as criminality,
    series.labels['criminality'] as criminality_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.book_ins_by_criminality'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
