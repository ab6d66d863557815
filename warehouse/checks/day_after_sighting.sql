-- No data run beyond the day on which the document was first seen.
-- severity: finding
-- Such a day is a slip of the publisher: the figures stand, but the day does not decide which document speaks (core.vintage).
with dated as (
    select
        observation.document_id, observation.sheet, observation.dataflow, observation.data_through,
        cast(document.known_from as date) as seen_on,
        min({'length': length(observation.cell), 'cell': observation.cell}).cell as cell
    from core.observation as observation
    inner join raw.document as document using (document_id)
    where observation.data_through > cast(document.known_from as date)
    group by all
)

select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    dataflow as series_key, null as time_period,
    'a day no later than ' || seen_on::varchar as expected,
    data_through::varchar as found,
    'the data are said to run beyond the day on which the document was first seen' as message
from dated
