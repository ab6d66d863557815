-- Every list of entries is in core.dataflow, by the source of its documents.
-- severity: error
-- Reading refuses what is not declared, so nothing else may have come here.
select
    min(entry.document_id) as document_id, null as sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    entry.dataflow as series_key, null as time_period,
    'a list that its source declares' as expected,
    'dataflow ' || entry.dataflow as found,
    format('{:,} entries of a list that is not declared', count(*)) as message
from core.entry as entry
left join raw.document as document on document.document_id = entry.document_id
left join core.dataflow as dataflow
    on dataflow.dataflow = entry.dataflow and dataflow.source_id = document.source_id and len(dataflow.attributes) > 0
where dataflow.dataflow is null
group by entry.dataflow
