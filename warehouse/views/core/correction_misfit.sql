-- Corrections of cells in which another figure is read than they expect. Key: document_id, sheet, cell.
-- Of documents that are loaded. None may be left: a load fails, and nothing is published.
-- found: What is read there; null where no figure is.
-- *: The columns of core.correction.
create or replace view core.correction_misfit as
select
    correction.*,
    observation.value as found
from core.correction as correction
inner join raw.document as document on document.document_id = correction.document_id and document.outcome = 'ok'
left join core.observation as observation
    on observation.document_id = correction.document_id and observation.cell = correction.cell
    and coalesce(observation.sheet, '') = correction.sheet
where
    observation.value is null
    or abs(observation.value - correction.expected) > 1e-9 * greatest(1, abs(correction.expected));
