-- A corrected cell holds the figure that its correction expects.
-- severity: error
-- Where another figure is read there, the correction is of something else: nothing is published until somebody has looked.
select
    document_id, sheet, cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('{:,}', expected) as expected,
    coalesce(format('{:,}', found), 'no figure') as found,
    'corrections.csv expects another figure in this cell' as message
from core.correction_misfit
