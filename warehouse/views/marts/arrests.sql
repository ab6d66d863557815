-- Arrests, of every publisher: administrative ones by ICE ERO by month (OHSS); of single days what ICE posted on X, and what news sites wrote down of these posts.
-- Publishers count by their own definitions (core.metric) and OHSS repeats what ICE counted: choose one publisher before adding up.
-- ICE's semiannual tables, of a few groups of people each, are in marts.figure.
-- arrests is what is said now; arrests_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (the last two in one), or total; OHSS has finer ones too; null where the table does not tell them apart.
-- citizenship: ISO 3166 alpha-3 code, other, or total; null where the table does not tell citizenships apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.arrests_as_of(moment) as table
select
    dimension(figure.series_key, 'criminality') as criminality,
    dimension(figure.series_key, 'citizenship') as citizenship,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'arrests' and not starts_with(figure.dataflow, 'ice.semiannual_')
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.arrests as
select * from marts.arrests_as_of(timestamp '9999-12-31');
comment on view marts.arrests is 'One row a count of arrests on a day, in a month or a fiscal year (to date), as said now, with its publisher. Key: series_key, time_period.';
