-- What a sheet's counts say is what was loaded.
-- severity: error
-- Omissions are counted exactly; text such as NA may be an observation too, so there may be more of those. The pages of a
-- PDF have no names, so all of them are judged as one.
with sheet as (
    select
        document_id, sheet, sum(observed_cells) as observed_cells, sum(omitted_cells) as omitted_cells
    from core.sheet
    where visible
    group by document_id, sheet
),

observed as (
    select document_id, sheet, count(*) as figures from core.observation group by document_id, sheet
),

omitted as (
    select document_id, sheet, sum(cells) as cells from core.omission group by document_id, sheet
)

select
    sheet.document_id, sheet.sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('{:,} observations or more, {:,} omissions', sheet.observed_cells, sheet.omitted_cells) as expected,
    format('{:,} observations, {:,} omissions', coalesce(observed.figures, 0), coalesce(omitted.cells, 0)) as found,
    'the rows that were loaded are not those that the parser counted' as message
from sheet
left join observed
    on observed.document_id = sheet.document_id and observed.sheet is not distinct from sheet.sheet
left join omitted
    on omitted.document_id = sheet.document_id and omitted.sheet is not distinct from sheet.sheet
where coalesce(observed.figures, 0) < sheet.observed_cells or coalesce(omitted.cells, 0) <> sheet.omitted_cells
