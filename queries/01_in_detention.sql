-- How many people were in ICE detention on the latest day, and a year before?
-- nearest_day is the nearest day of any edition; day_a_year_before is null where that is more than 21 days off: then an edition is missing.
select day, total, cells, nearest_day, nearest_total, day_a_year_before, change_on_year
from ready.detained order by day desc limit 1;
