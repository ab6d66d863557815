-- Book-ins into detention by month and arresting agency (ICE).
-- The months of a fiscal year add up to the year to date that ICE prints.
-- agency: Arresting agency: ICE or CBP.
-- agency_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.book_ins as
select
    series.dimensions['agency'] as agency,
    series.labels['agency'] as agency_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.book_ins_by_arresting_agency'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
