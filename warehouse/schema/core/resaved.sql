-- One row a list whose bytes somebody else wrote again after they were captured. The times of its captures count,
-- although the file says that it was saved later: that save says nothing of its age. Days in names do not, and no
-- document with figures may stand here. Content: seeds/resaved.csv. Key: document_id.
-- document_id: sha256 of the document.
-- reason: How we know that what it lists is what was captured.
create table core.resaved (
    document_id varchar not null,
    reason      varchar not null
);
