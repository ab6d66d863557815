-- One row an edition that is known to exist and is not at hand. Those of core.not_at_hand whose bytes have not come
-- yet. Key: url.
-- at_hand_through: Latest day up to which the data of an edition of the source at hand run. Null where none is.
-- is_newer: Whether its data run further than those of every edition at hand. Then the figures that are said now are not the newest.
-- reported_figures: Figures that others report of it (marts.reported_figures).
-- *: The columns of core.not_at_hand.
create or replace view core.edition_not_at_hand as
select
    absent.*,
    held.data_through as at_hand_through,
    coalesce(absent.data_through > held.data_through, absent.data_through is not null) as is_newer,
    (select count(*) from core.reported_figure as reported where reported.url = absent.url) as reported_figures
from core.not_at_hand as absent
left join (
    select source_id, max(data_through) as data_through
    from raw.document
    where outcome = 'ok' and (data_through <= washington_day(known_from) or known_from is null)
    group by source_id
) as held on held.source_id = absent.source_id
where not exists (
    from raw.document as document
    where document.outcome = 'ok' and (document.document_id = absent.document_id or (absent.document_id is null and document.url = absent.url))
);
