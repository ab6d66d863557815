-- Participants of Alternatives to Detention by family status (ICE).
-- A row is of one day: people of several days do not add up.
-- status: famu (in a family unit) or single_adult; ecms_… with extended case management. One edition of 2020 counts these twice.
-- status_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_participants_by_status as
select
    series.dimensions['status'] as status,
    series.labels['status'] as status_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_by_status'
    and figure.metric = 'atd_participants'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
