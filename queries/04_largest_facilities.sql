-- Which are the ten largest facilities of the newest fiscal year, by average daily population?
select name, city, state, average_daily_population, data_through, sheet, cells from ready.facilities
where fiscal_year = (select max(fiscal_year) from ready.facilities as all_years) order by average_daily_population desc limit 10;
