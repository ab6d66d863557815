-- Encounters by month, a column for each publisher and border.
-- No column adds two publishers: OHSS repeats, rounded to tens, what CBP counts.
-- month: First day of the month.
-- fiscal_year: US federal fiscal year of the month.
-- cbp: CBP's nationwide table, its rows added up.
-- cbp_southwest: CBP's table of the southwest land border, its rows added up.
-- usbp: By the Border Patrol, between ports of entry. As CBP prints the total of its sectors.
-- ohss: OHSS's total, everywhere.
-- ohss_southwest: OHSS's total of the southwest land border.
-- ohss_usbp: OHSS's total of the Border Patrol.
-- is_provisional: Whether the month was not over at data_through, in any column.
-- data_through: The earliest day up to which the data of a column run.
-- change_on_month: ohss less that of the month before; null where either month is not whole.
-- change_on_year: ohss less that of the same month a year before. Null where either month is not whole.
-- age_days: Days from there to the moment asked about, of the oldest column.
-- cells: Document, sheet and cell of each column, of a sum the first one.
create or replace view ready.encounters as
select
    * exclude (cells),
    if(not is_provisional, ohss - max(ohss) filter (not is_provisional) over month_before, null) as change_on_month,
    if(not is_provisional, ohss - max(ohss) filter (not is_provisional) over year_before, null) as change_on_year,
    array_to_string(list_sort(cells), '; ') as cells
from (
    select
        period_start as month,
        fiscal_year,
        max(value) filter (measure = 'encounters' and source_id = 'cbp_nationwide_encounters') as cbp,
        max(value) filter (measure = 'encounters_southwest' and source_id = 'cbp_southwest_border') as cbp_southwest,
        max(value) filter (measure = 'encounters_usbp' and source_id = 'usbp_monthly_encounters') as usbp,
        max(value) filter (measure = 'encounters' and source_id = 'ohss_monthly_tables') as ohss,
        max(value) filter (measure = 'encounters_southwest' and source_id = 'ohss_monthly_tables') as ohss_southwest,
        max(value) filter (measure = 'encounters_usbp' and source_id = 'ohss_monthly_tables') as ohss_usbp,
        bool_or(is_provisional) as is_provisional,
        min(data_through) as data_through,
        max(age_days(data_through, period_end, valid_from, slice_day())) as age_days,
        list(source_id || ' ' || measure || ' ' || document_id || ' ' || place) as cells
    from slice.ready_measures
    where period_type = 'month' and measure in ('encounters', 'encounters_southwest', 'encounters_usbp')
    group by period_start, fiscal_year
)
window
    month_before as (order by month range between interval 1 month preceding and interval 1 month preceding),
    year_before as (order by month range between interval 1 year preceding and interval 1 year preceding)
order by month;
