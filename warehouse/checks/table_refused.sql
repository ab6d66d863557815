-- Every table of every document is read.
-- severity: finding
-- A refused table, or document, of which nothing is loaded, pages that are no article left out, until somebody accepts it (onrecord accept) or a parser reads it.
select
    document_id, sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    coalesce(dataflow, table_title) as series_key, null as time_period,
    expected, found, message
from core.refusal_status
where not accepted and outcome <> 'not_an_article'
