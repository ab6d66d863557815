-- Encounters by month, a column for each publisher and border, every vintage. A new row of a month begins where another
-- document speaks for one of its columns. Key: month, valid_from.
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
-- cells: Document, sheet and cell of each column, of a sum the first one.
-- last_day_of_data: The earliest last day of the data of a column. The age of the row counts from it.
-- valid_from: Since when these figures stand in the row, UTC.
-- valid_to: Until when (exclusive), UTC; null while they still do.
-- is_current: Whether they still do.
create or replace view vintages.ready_encounters as
with counted as (
    select * from vintages.ready_measures
    where
        period_type = 'month'
        and (source_id, measure) in (
            ('cbp_nationwide_encounters', 'encounters'),
            ('cbp_southwest_border', 'encounters_southwest'),
            ('usbp_monthly_encounters', 'encounters_usbp'),
            ('ohss_monthly_tables', 'encounters'),
            ('ohss_monthly_tables', 'encounters_southwest'),
            ('ohss_monthly_tables', 'encounters_usbp')
        )
),

turn as (  -- the moments since which something else may stand in a row
    select
        *,
        lead(turn_at) over (partition by period_start, fiscal_year order by turn_at) as next_turn_at
    from (select distinct period_start, fiscal_year, unnest([valid_from, valid_to]) as turn_at from counted)
    where turn_at is not null
)

select
    counted.period_start as month,
    counted.fiscal_year,
    max(counted.value) filter (counted.measure = 'encounters' and counted.source_id = 'cbp_nationwide_encounters') as cbp,
    max(counted.value) filter (counted.measure = 'encounters_southwest' and counted.source_id = 'cbp_southwest_border') as cbp_southwest,
    max(counted.value) filter (counted.measure = 'encounters_usbp' and counted.source_id = 'usbp_monthly_encounters') as usbp,
    max(counted.value) filter (counted.measure = 'encounters' and counted.source_id = 'ohss_monthly_tables') as ohss,
    max(counted.value) filter (counted.measure = 'encounters_southwest' and counted.source_id = 'ohss_monthly_tables') as ohss_southwest,
    max(counted.value) filter (counted.measure = 'encounters_usbp' and counted.source_id = 'ohss_monthly_tables') as ohss_usbp,
    bool_or(counted.is_provisional) as is_provisional,
    min(counted.data_through) as data_through,
    min(last_day_of_data(counted.data_through, counted.period_end, counted.valid_from)) as last_day_of_data,
    string_agg(place, '; ' order by place) as cells,
    turn.turn_at as valid_from,
    turn.next_turn_at as valid_to,
    turn.next_turn_at is null as is_current
from turn
inner join (
    select * replace (source_id || ' ' || measure || ' ' || document_id || ' ' || place as place) from counted
) as counted
    on counted.period_start = turn.period_start and counted.fiscal_year = turn.fiscal_year
    and speaks_at(counted.valid_from, counted.valid_to, turn.turn_at)
group by counted.period_start, counted.fiscal_year, turn.turn_at, turn.next_turn_at;
