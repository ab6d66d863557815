-- A figure that is printed in two tables is the same in both.
-- severity: finding
-- The pairs are those that a source declares (core.dataflow_same). Where one of them is not printed, there is nothing to
-- compare. Tables that are printed rounded may be off by their rounding.
select
    one.document_id, one.sheet, one.cell,
    null as other_document_id, other.sheet as other_sheet, other.cell as other_cell,
    one.series_key, one.time_period,
    format('{:,.0f}', other.value) as expected,
    format('{:,.0f}', one.value) as found,
    'the figure is not that of ' || other.series_key as message
from core.dataflow_same as same
inner join core.observation as one on same.dataflow = one.dataflow and same.series_key = one.series_key
inner join core.observation as other
    on
        same.other_series_key = other.series_key
        and one.document_id = other.document_id and one.time_period = other.time_period
inner join core.dataflow as one_table on one.dataflow = one_table.dataflow
inner join core.dataflow as other_table on other.dataflow = other_table.dataflow
where
    abs(one.value - other.value)
    > greatest((one_table.rounded_to + other_table.rounded_to) / 2, 1e-6 * greatest(1, abs(one.value)))
