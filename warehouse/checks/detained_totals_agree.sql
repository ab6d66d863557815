-- Both totals of people detained agree.
-- severity: finding
-- The day's total stands in the table by disposition and in the table by criminality.
select
    criminality.document_id, criminality.sheet, criminality.cell,
    null as other_document_id, disposition.sheet as other_sheet, disposition.cell as other_cell,
    criminality.series_key, criminality.time_period,
    format('{:,.0f}', disposition.value) as expected,
    format('{:,.0f}', criminality.value) as found,
    'the total of people detained by criminality is not that by disposition' as message
from core.observation as criminality
inner join core.observation as disposition
    on
        criminality.document_id = disposition.document_id and criminality.time_period = disposition.time_period
        and disposition.dataflow = 'ice.currently_detained_by_disposition'
        and disposition.series_key = 'ice.currently_detained_by_disposition{disposition=total,facility_type=total}'
where
    criminality.dataflow = 'ice.currently_detained_by_criminality'
    and criminality.series_key = 'ice.currently_detained_by_criminality{criminality=total,agency=total}'
    and criminality.value <> disposition.value
