-- Every claim is published with its whole sentence.
-- severity: finding
-- How many claims of a source are published with a part of their sentence, or none, because no more of its texts may be handed on
-- (quote_is_cut). The whole one stands in the working warehouse, and in the document.
select
    null as document_id,
    null as sheet, null as cell, null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    'whole sentences' as expected,
    format('{:,} of {:,} cut', count(*) filter (quote.quote_is_cut), count(*)) as found,
    format('claims of {} are published without their whole sentence', document.source_id) as message
from core.claim_quote as quote
inner join raw.document as document on document.document_id = quote.document_id
group by document.source_id
having count(*) filter (quote.quote_is_cut) > 0
