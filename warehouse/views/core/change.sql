-- Between two documents that speak one after the other for a table and period: every series whose value they print differently.
-- old_document_id: sha256 of the older document.
-- old_sheet: Sheet of the older figure.
-- old_cell: Cell of the older figure.
-- old_value: What the older document prints; null where its status says why there is none.
-- old_status: obs_status of the older figure.
-- old_data_through: Day up to which the data of the older document run.
-- new_document_id: sha256 of the newer document.
-- new_sheet: Sheet of the newer figure.
-- new_cell: Cell of the newer figure.
-- new_value: What the newer document prints; null where its status says why there is none.
-- new_status: obs_status of the newer figure.
-- new_data_through: Day up to which the data of the newer document run.
-- difference: new_value less old_value; null where either has no value.
-- rounding: Whether it is a figure of an average or a share and the difference is below 0.0005: another rounding, not another figure.
-- period_was_over: Whether the period was over at the older document's data_through: then it is a revision, else a completion.
-- changed_at: Since when the newer document speaks, UTC.
create or replace view core.change as
select
    new.dataflow,
    new.series_key,
    new.metric,
    new.time_period,
    new.period_start,
    new.period_end,
    new.unit,
    old.value as old_value,
    new.value as new_value,
    new.value - old.value as difference,        -- null where either has no value
    coalesce(
        abs(new.value - old.value) < 5e-4
        and (new.dataflow, new.metric) in (
            select (dataflow.dataflow, metric.metric)
            from core.dataflow as dataflow
            inner join core.metric as metric using (source_id)
            where metric.kind in ('average', 'share')
        ),
        false
    ) as rounding,
    old.obs_status as old_status,
    new.obs_status as new_status,
    old.data_through as old_data_through,
    new.data_through as new_data_through,
    -- Was the period over at the older document's data_through? Where it has none that can be right, its status must tell.
    coalesce(
        period_last_day(old.time_period, old.period_end)
        <= case when old.data_through <= pair.data_through then old.data_through else pair.data_through end,
        old.obs_status not in ('P', 'M')
    ) as period_was_over,
    pair.next_valid_from as changed_at,                            -- since when the newer document speaks, UTC
    old.document_id as old_document_id,
    old.sheet as old_sheet,
    old.cell as old_cell,
    new.document_id as new_document_id,
    new.sheet as new_sheet,
    new.cell as new_cell
from core.succession as pair
inner join core.observation as old
    on old.document_id = pair.document_id and old.dataflow = pair.dataflow and old.time_period = pair.time_period
inner join core.observation as new
    on new.document_id = pair.next_document_id and new.dataflow = pair.dataflow and new.time_period = pair.time_period
    and new.series_key = old.series_key
where differs(old.value, new.value);
comment on view core.change is 'Every value that two documents speaking one after the other print differently (differs) for the same series and period, with both cells. core.revision and core.completion are its two halves.';
