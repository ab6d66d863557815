-- A row of a list is one entry, and no key is listed twice in one document.
-- severity: error
-- The key of core.entry is document, sheet and cell; in a document and dataflow entry_key too: what a list prints twice is entry=2.
-- The hash finds the candidates cheaply; the names decide.
with candidate as (
    select hash(document_id, sheet, cell) as key_hash
    from core.entry
    group by all
    having count(*) > 1
)

select
    document_id, min(sheet) as sheet, min(cell) as cell,
    document_id as other_document_id, max(sheet) as other_sheet, max(cell) as other_cell,
    entry_key as series_key, null as time_period,
    'one entry' as expected,
    count(*)::varchar as found,
    'the list has this key more than once' as message
from core.entry
group by document_id, dataflow, entry_key
having count(*) > 1
union all
select
    document_id, sheet, cell,
    document_id as other_document_id, sheet as other_sheet, cell as other_cell,
    min(entry_key) as series_key, null as time_period,
    'one entry' as expected,
    count(*)::varchar as found,
    'the row was read as ' || string_agg(entry_key, '; ' order by entry_key) as message
from core.entry
where hash(document_id, sheet, cell) in (select key_hash from candidate)
group by document_id, sheet, cell
having count(*) > 1
