-- How did the facilities change on the fiscal year before? By identity (facility_id): a renamed place is not a new one.
-- population_a_year_before is null where the list of that year does not name the place under any name.
select name, city, state, average_daily_population, population_a_year_before, change_on_year from ready.facilities
where fiscal_year = (select max(fiscal_year) from ready.facilities as all_years) order by average_daily_population desc;
