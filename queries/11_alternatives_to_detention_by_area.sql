-- How many people are in Alternatives to Detention (ATD), by area, on the newest day?
select area_label, sum(value) as participants, any_value(sheet) as sheet, string_agg(cell, ' ' order by cell) as cells
from marts.atd_participants_by_area
where period_start = (select max(period_start) from marts.atd_participants_by_area as all_days) group by area_label order by participants desc;
