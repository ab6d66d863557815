-- Removals, of every publisher: ICE's, which are removals and returns, by fiscal year to date; OHSS's by month: removals by DHS, and removals and returns by ICE (metric tells which).
-- Publishers count by their own definitions (core.metric) and OHSS repeats what ICE counted: choose one publisher before adding up.
-- ICE's semiannual tables, of a few groups of people each, are in marts.figure.
-- removals is what is said now; removals_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- population: total, or family: removals with a family detention or a family identifier; null but in ICE's table.
-- agency: Agency that arrested first: ICE, CBP or total; null where the table does not tell agencies apart.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (the last two in one), or total; OHSS has finer ones too; null where the table does not tell them apart.
-- citizenship: ISO 3166 alpha-3 code, other, or total; null where the table does not tell citizenships apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.removals_as_of(moment) as table
select
    dimension(figure.series_key, 'population') as population,
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'criminality') as criminality,
    dimension(figure.series_key, 'citizenship') as citizenship,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric in ('removals', 'removals_and_returns') and not starts_with(figure.dataflow, 'ice.semiannual_')
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.removals as
select * from marts.removals_as_of(timestamp '9999-12-31');
comment on view marts.removals is 'One row a count of removals in a month or a fiscal year (to date), as said now, by ICE and by OHSS (publisher, metric). Repatriations and returns are other metrics: marts.side_by_side, marts.figure. Key: series_key, time_period.';
