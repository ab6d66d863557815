-- Average length in Alternatives to Detention by status (ICE).
-- status: famu (in a family unit) or single_adult; ecms_… with extended case management. One edition of 2020 counts these twice; or total.
-- status_label: The same in words.
-- average_length_in_program: Days in the program so far.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_length_in_program_by_status as
select
    series.dimensions['status'] as status,
    series.labels['status'] as status_label,
    figure.value as average_length_in_program,
    figure.* exclude (metric, period_type, is_total, part_of, value)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_by_status'
    and figure.metric = 'average_length_in_program'
    and figure.period_type = 'day'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
