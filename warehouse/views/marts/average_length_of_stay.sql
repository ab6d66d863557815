-- Average length of stay in ICE detention by month and fiscal year, in days, of the people who left it.
-- average_length_of_stay is what is said now; average_length_of_stay_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- agency: Arresting agency: ICE, CBP or total; null where the table does not tell agencies apart.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (FY2019-20: the last two in one), or total; null where the table does not tell them apart.
-- facility_type: adult, family or total; null where the table does not tell facility types apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.average_length_of_stay_as_of(moment) as table
select
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'criminality') as criminality,
    coalesce(dimension(figure.series_key, 'facility_type'), if(figure.dataflow = 'ice.alos_adult_by_arresting_agency', 'adult', null)) as facility_type,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'average_length_of_stay'
    and figure.dataflow in (
        'ice.alos_by_arresting_agency', 'ice.alos_by_facility_type', 'ice.alos_adult_by_arresting_agency'
    )
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.average_length_of_stay as
select * from marts.average_length_of_stay_as_of(timestamp '9999-12-31');
comment on view marts.average_length_of_stay is 'One row an average length of stay in a month or a fiscal year (to date), in days, as said now. Three tables; a dimension that a table does not have is null. Key: series_key, time_period.';
