-- How many people are held in each state, on an average day of the newest fiscal year?
-- printed_without_state counts those in facilities whose row has lost its state; their state is that of other editions.
select state, sum(average_daily_population) as people, sum(average_daily_population) filter (state_printed is null) as printed_without_state
from ready.facilities
where fiscal_year = (select max(fiscal_year) from ready.facilities as all_years) group by state order by people desc;
