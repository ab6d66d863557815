-- A cell of a document is one observation.
-- severity: error
-- The key of core.observation is document, sheet and cell. The hash finds the candidates cheaply; the names decide.
with candidate as (
    select hash(document_id, sheet, cell) as key_hash
    from core.observation
    group by all
    having count(*) > 1
)

select
    document_id, sheet, cell,
    document_id as other_document_id, sheet as other_sheet, cell as other_cell,
    min(series_key) as series_key, min(time_period) as time_period,
    'one observation' as expected,
    count(*)::varchar as found,
    'the cell was read as ' || string_agg(series_key || ' ' || time_period, '; ' order by series_key, time_period) as message
from core.observation
where hash(document_id, sheet, cell) in (select key_hash from candidate)
group by document_id, sheet, cell
having count(*) > 1
