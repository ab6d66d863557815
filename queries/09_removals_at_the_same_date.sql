-- How many removals had there been in each fiscal year at the same date? Null where no edition is within 21 days of it (days_apart).
select fiscal_year, same_day, data_through, days_apart, value, difference, sheet, cell
from ready.same_date where measure = 'removals' order by fiscal_year;
