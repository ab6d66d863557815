-- What two publications say of the same thing agrees.
-- severity: finding
-- Series that a person has found to measure the same thing (core.series_alike): what both say now, or what those of their
-- documents say whose data run to the same day. A figure that is provisional in either is not compared, nor one that is missing
-- in both; further apart than their tolerance, or in one of them alone, it is told.
with figure as (
    select
        alike.compared, alike.tolerance,
        one.series_key, one.time_period,
        one.document_id, one.sheet, one.cell, one.value, one.obs_status,
        other.document_id as other_document_id, other.sheet as other_sheet, other.cell as other_cell,
        other.value as other_value, other.obs_status as other_status
    from core.series_alike as alike
    inner join core.spoken as one on alike.series_key = one.series_key
    inner join core.spoken as other
        on alike.other_series_key = other.series_key and one.time_period = other.time_period
    where
        case alike.compared
            when 'now' then one.is_current and other.is_current
            else one.data_through = other.data_through
        end
)

select
    document_id, sheet, cell, other_document_id, other_sheet, other_cell, series_key, time_period,
    coalesce(format('{:,.0f}', other_value), 'no value') as expected,
    coalesce(format('{:,.0f}', value), 'no value') as found,
    'another publication says otherwise of the same thing' as message
from figure
where
    obs_status <> 'P' and other_status <> 'P'
    and coalesce(abs(value - other_value) > tolerance, (value is null) <> (other_value is null))
