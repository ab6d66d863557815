-- The average daily population by month, a column each fiscal year: nth 1 is October. The last month may not be over (ready.population).
pivot (select month(month + interval 3 month) as nth, monthname(month) as month, fiscal_year, total from ready.population)
on fiscal_year using max(total) group by nth, month order by nth;
