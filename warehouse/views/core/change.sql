-- Every value that two documents speaking one after the other print differently. For the same table, series and period
-- (differs), with both cells. In a table in which a missing row means zero (core.dataflow.absence) a row that goes or
-- comes is a change to or from 0. Its two halves are core.revision and core.completion.
-- old_document_id: sha256 of the older document.
-- old_sheet: Sheet of the older figure.
-- old_cell: Cell of the older figure; null where it prints no row, which means zero.
-- old_value: What the older document prints; null where its status says why there is none.
-- old_status: obs_status of the older figure.
-- old_data_through: Day up to which the data of the older document run.
-- new_document_id: sha256 of the newer document.
-- new_sheet: Sheet of the newer figure.
-- new_cell: Cell of the newer figure; null where it prints no row, which means zero.
-- new_value: What the newer document prints; null where its status says why there is none.
-- new_status: obs_status of the newer figure.
-- new_data_through: Day up to which the data of the newer document run.
-- difference: new_value less old_value; null where either has no value.
-- rounding: Whether it is another rounding, not another figure. Of an average or a share whose difference is below 0.0005.
-- period_was_over: Whether the period was over at the older document's data_through. Then it is a revision, else a completion.
-- changed_at: Since when the newer document speaks, UTC.
-- *: The columns of core.observation.
create or replace view core.change as
with zero as (
    select dataflow from core.dataflow where absence = 'zero'
),

-- what stands in these tables alone, so that no other row is looked at
listing as (
    select document_id, dataflow, time_period, series_key
    from core.observation
    where dataflow in (select dataflow from zero)
),

-- the last day of a whole period is told once a pair, not once a figure
pair as (
    select *, period_last_day(time_period, null) as whole_through
    from core.succession
    where next_document_id is not null
),

compared as (
    select
        pair.next_valid_from, pair.whole_through, pair.data_through as pair_data_through, pair.document_id, pair.next_document_id,
        new.dataflow, new.series_key, new.metric, new.time_period, new.period_start, new.period_end, new.unit,
        old.value as old_value, old.obs_status as old_status, old.data_through as old_data_through,
        old.period_end as old_period_end, old.sheet as old_sheet, old.cell as old_cell,
        new.value as new_value, new.obs_status as new_status, new.data_through as new_data_through,
        new.sheet as new_sheet, new.cell as new_cell
    from pair
    inner join core.observation as old
        on old.document_id = pair.document_id and old.dataflow = pair.dataflow and old.time_period = pair.time_period
    inner join core.observation as new
        on
            new.document_id = pair.next_document_id and new.dataflow = pair.dataflow
            and new.time_period = pair.time_period and new.series_key = old.series_key
    where differs(old.value, new.value)

    union all by name

    -- the row is gone: it is zero now
    select
        pair.next_valid_from, pair.whole_through, pair.data_through as pair_data_through, pair.document_id, pair.next_document_id,
        old.dataflow, old.series_key, old.metric, old.time_period, old.period_start, old.period_end, old.unit,
        old.value as old_value, old.obs_status as old_status, old.data_through as old_data_through,
        old.period_end as old_period_end, old.sheet as old_sheet, old.cell as old_cell,
        0 as new_value, 'A' as new_status, pair.next_data_through as new_data_through
    from pair
    inner join zero on pair.dataflow = zero.dataflow
    inner join core.observation as old
        on old.document_id = pair.document_id and old.dataflow = pair.dataflow and old.time_period = pair.time_period
    anti join listing as new
        on
            new.document_id = pair.next_document_id and new.dataflow = old.dataflow
            and new.time_period = old.time_period and new.series_key = old.series_key
    where differs(old.value, 0)

    union all by name

    -- the row has come: it was zero
    select
        pair.next_valid_from, pair.whole_through, pair.data_through as pair_data_through, pair.document_id, pair.next_document_id,
        new.dataflow, new.series_key, new.metric, new.time_period, new.period_start, new.period_end, new.unit,
        0 as old_value, 'A' as old_status, pair.data_through as old_data_through, new.period_end as old_period_end,
        new.value as new_value, new.obs_status as new_status, new.data_through as new_data_through,
        new.sheet as new_sheet, new.cell as new_cell
    from pair
    inner join zero on pair.dataflow = zero.dataflow
    inner join core.observation as new
        on
            new.document_id = pair.next_document_id and new.dataflow = pair.dataflow
            and new.time_period = pair.time_period
    anti join listing as old
        on
            old.document_id = pair.document_id and old.dataflow = new.dataflow
            and old.time_period = new.time_period and old.series_key = new.series_key
    where differs(new.value, 0)
)

select
    dataflow,
    series_key,
    metric,
    time_period,
    period_start,
    period_end,
    unit,
    old_value,
    new_value,
    new_value - old_value as difference,
    coalesce(
        abs(new_value - old_value) < 5e-4
        and (dataflow, metric) in (
            select (dataflow.dataflow, metric.metric)
            from core.dataflow as dataflow
            inner join core.metric as metric using (source_id)
            where metric.kind in ('average', 'share')
        ),
        false
    ) as rounding,
    old_status,
    new_status,
    old_data_through,
    new_data_through,
    -- Was the period over at the older document's data_through? Where it has none that can be right, its status must tell.
    coalesce(
        coalesce(whole_through, old_period_end)
        <= case when old_data_through <= pair_data_through then old_data_through else pair_data_through end,
        old_status not in ('P', 'M')
    ) as period_was_over,
    next_valid_from as changed_at,
    document_id as old_document_id,
    old_sheet,
    old_cell,
    next_document_id as new_document_id,
    new_sheet,
    new_cell
from compared;
