-- One row a document that prints a list of facilities. In the order of the days of the data: a list of an older year
-- that is saved again later stays where its data are. Key: dataflow, document_id.
-- dataflow: The list. Its keys are made of name, city and state, and it prints address and zip.
-- document_id: sha256 of the document that prints it.
-- day: Day of the data of its sheet. Where the sheet prints none that can be, that of its document.
-- edition: Its place, from 1.
create or replace view core.facility_list_edition as
with printed as (
    select entry.dataflow, entry.document_id, entry.sheet
    from core.entry as entry
    where entry.dataflow in (
        select dataflow.dataflow
        from core.dataflow as dataflow
        where
            list_has_all(dataflow.dimensions, ['name', 'city', 'state'])
            and list_has_all(dataflow.attributes, ['address', 'zip'])
    )
    group by entry.dataflow, entry.document_id, entry.sheet
),

of_sheet as (
    select observation.document_id, observation.sheet, max(observation.data_through) as data_through
    from core.observation as observation
    semi join printed on printed.document_id = observation.document_id and printed.sheet = observation.sheet
    group by observation.document_id, observation.sheet
),

dated as (
    select
        printed.dataflow,
        printed.document_id,
        coalesce(max(of_sheet.data_through), max(document.data_through), cast(max(document.known_from) as date)) as day
    from printed
    inner join raw.document as document on document.document_id = printed.document_id
    left join of_sheet on of_sheet.document_id = printed.document_id and of_sheet.sheet = printed.sheet
    group by printed.dataflow, printed.document_id
)

select dataflow, document_id, day, row_number() over (order by day nulls first, document_id) as edition
from dated;
