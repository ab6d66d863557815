-- Both totals of book-ins agree.
-- severity: finding
-- The fiscal year to date stands in the table by agency and in the table by criminality. Where one is not printed there is nothing to compare.
select
    criminality.document_id, criminality.sheet, criminality.cell,
    null as other_document_id, agency.sheet as other_sheet, agency.cell as other_cell,
    criminality.series_key, criminality.time_period,
    format('{:,.0f}', agency.value) as expected,
    format('{:,.0f}', criminality.value) as found,
    'the total of book-ins by criminality is not that by arresting agency' as message
from core.observation as criminality
inner join core.observation as agency
    on
        criminality.document_id = agency.document_id and criminality.time_period = agency.time_period
        and agency.dataflow = 'ice.book_ins_by_arresting_agency'
        and agency.series_key = 'ice.book_ins_by_arresting_agency{agency=total}'
where
    criminality.dataflow = 'ice.book_ins_by_criminality'
    and criminality.series_key = 'ice.book_ins_by_criminality{facility_type=total,criminality=total}'
    and criminality.value <> agency.value
