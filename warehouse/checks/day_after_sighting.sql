-- No data run beyond the day on which the document was first seen.
-- severity: finding
-- Such a day is a slip of the publisher: the figures stand, but the day does not decide which document speaks (core.vintage).
with dated as (
    select document_id, sheet, dataflow, data_through, min({'length': length(cell), 'cell': cell}).cell as cell
    from core.observation
    where data_through is not null
    group by document_id, sheet, dataflow, data_through
)

select
    dated.document_id, dated.sheet, dated.cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    dated.dataflow as series_key, null as time_period,
    'a day no later than ' || cast(document.known_from as date)::varchar as expected,
    dated.data_through::varchar as found,
    'the data are said to run beyond the day on which the document was first seen' as message
from dated
inner join raw.document as document on document.document_id = dated.document_id
where dated.data_through > cast(document.known_from as date)
