-- Appearances in court of ATD participants at final hearings, by outcome (ICE).
-- outcome: attended or failed_to_attend.
-- outcome_label: The same in words.
-- *: The columns of vintages.figure.
create or replace view vintages.atd_court_appearances_at_final_hearings as
select
    series.dimensions['outcome'] as outcome,
    series.labels['outcome'] as outcome_label,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.atd_court_appearances_final'
    and figure.metric = 'court_appearances'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and not figure.is_total
    and series.dimensions['entry'] is null;
