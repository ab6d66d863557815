-- One row a document of entries whose bytes somebody else wrote again after they were captured: the times of its captures count, although the file says that it was saved later. Days in names do not, and no document with figures may stand here. Key: document_id.
-- Lists that somebody saved again later, so that the save of the file says nothing of their age. Content: seeds/resaved.csv.
-- document_id: sha256 of the document.
-- reason: How we know that what it lists is what was captured.
create table core.resaved (
    document_id varchar not null,
    reason      varchar not null
);
