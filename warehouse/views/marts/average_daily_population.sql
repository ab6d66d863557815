-- Average daily population of ICE detention by month and fiscal year, by agency and criminality, and by facility type.
-- By facility: marts.facility_population.
-- average_daily_population is what is said now; average_daily_population_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- agency: Arresting agency: ICE, CBP or total; null where the table does not tell agencies apart.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (FY2019-20: the last two in one), or total; null where the table does not tell them apart.
-- facility_type: adult, family or total; null where the table does not tell facility types apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.average_daily_population_as_of(moment) as table
select
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'criminality') as criminality,
    dimension(figure.series_key, 'facility_type') as facility_type,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'average_daily_population'
    and figure.dataflow in ('ice.adp_by_arresting_agency', 'ice.adp_by_facility_type')
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.average_daily_population as
select * from marts.average_daily_population_as_of(timestamp '9999-12-31');
comment on view marts.average_daily_population is 'One row an average daily population in a month or a fiscal year (to date), as said now. Two tables; a dimension that a table does not have is null. Key: series_key, time_period.';
