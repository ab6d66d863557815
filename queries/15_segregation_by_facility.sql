-- How many placements in segregation did each facility have in January 2026? The total is no facility and is not among them.
select facility_label, value, sheet, cell
from marts.segregation_placements where time_period = '2026-01' order by value desc;
