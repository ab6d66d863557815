-- People in ICE detention on the day of each edition, by disposition and facility type, and by criminality and agency.
-- The shares that the table prints beside the counts stay in marts.figure.
-- currently_detained is what is said now; currently_detained_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- disposition: Processing disposition (expedited_removal_i_860 …) or total; null in the table by criminality.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (FY2019-20: the last two in one), or total; null where the table does not tell them apart.
-- agency: Arresting agency: ICE, CBP or total; null where the table does not tell agencies apart.
-- facility_type: adult, family or total; null where the table does not tell facility types apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.currently_detained_as_of(moment) as table
select
    dimension(figure.series_key, 'disposition') as disposition,
    dimension(figure.series_key, 'criminality') as criminality,
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'facility_type') as facility_type,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'detained_population'
    and figure.dataflow in ('ice.currently_detained_by_disposition', 'ice.currently_detained_by_criminality')
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.currently_detained as
select * from marts.currently_detained_as_of(timestamp '9999-12-31');
comment on view marts.currently_detained is 'One row a count of people in ICE detention, as said now. Two tables; a dimension that a table does not have is null, so a filter such as agency = ''total'' takes one of them. Key: series_key, time_period.';
