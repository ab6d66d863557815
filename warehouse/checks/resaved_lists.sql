-- Only lists are believed to be older than the save of their file.
-- severity: error
-- core.resaved lets the times of captures count although the file was saved later. It is for documents of entries; one with figures
-- or a text in it would be dated against its own word.
select
    document_id, null as sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    'a list' as expected,
    'a document with figures or a text' as found,
    'the document must not stand in core.resaved' as message
from core.resaved
where
    document_id in (select document_id from core.observation semi join core.resaved as named using (document_id))
    or document_id in (select document_id from core.article)
