-- How many people did ICE and CBP book into ICE detention in each month since FY2019?
-- A month with is_provisional was not over at data_through and is no whole month, whatever year it is of.
select month, ice, cbp, total, is_provisional, data_through, sheet, cells
from ready.book_ins order by month;
