-- Detention facilities by fiscal year: who they are, where, how many people (ICE).
-- One row a facility and fiscal year, by the edition that speaks for the year; every edition: vintages.ready_facilities.
-- population_a_year_before: average_daily_population of the fiscal year before. Null where its list does not name the facility.
-- change_on_year: average_daily_population less population_a_year_before.
-- age_days: Days from the last day of the data to the moment asked about.
-- *: The columns of vintages.ready_facilities.
create or replace view ready.facilities as
select
    * exclude (asked_at),
    sum(average_daily_population) over year_before as population_a_year_before,
    average_daily_population - sum(average_daily_population) over year_before as change_on_year,
    age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days
from dated_slice.ready_facilities
window year_before as (
    partition by coalesce(facility_id, name || city) order by fiscal_year range between 1 preceding and 1 preceding
)
order by fiscal_year, average_daily_population desc;
