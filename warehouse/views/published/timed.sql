-- In the published copy the observations carry the time themselves.
create or replace view core.timed as
select
    * exclude (
        fiscal_year, period_type, is_provisional, is_total, part_of, publisher, source_id, document_url, document_title, known_from,
        last_confirmed_at, slip
    )
from core.observation;
