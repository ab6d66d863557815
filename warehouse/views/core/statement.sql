-- One row a cell that holds a figure, with its document, and when that speaks. With the totals that count it, too. The
-- published copy holds it as core.observation (schema/published/observation.sql). Key: document_id, sheet, cell.
-- fiscal_year: US federal fiscal year of the period. That of 2025 runs from 1 October 2024 to 30 September 2025.
-- corrected: What it must have been, where a person has corrected it (core.correction). Null where nobody has.
-- correction: Why it was corrected, and whence that is known. Null where it was not.
-- period_type: Kind of period. One of day, month, quarter, half_month, fiscal_year, fiscal_year_to_date, calendar_year.
-- is_provisional: Whether the period was not over at data_through. Then a later edition will fill it up.
-- is_total: Whether it counts others that the same document prints for the same period. To add up, take none of these.
-- part_of: Series of the same table that count it too; null where none does.
-- slip: Rule by which it is probably a slip of the publisher (core.slip). Null where none is; found for the published copy alone.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_url: Address at which the document was first seen.
-- document_title: Title that the document gives itself.
-- known_from: Since when the public could know the document, UTC.
-- last_confirmed_at: When the document was last seen before its successor spoke, UTC. Null where nobody says.
-- valid_from: Since when the document speaks for this table and period, UTC. Null where it never does (core.vintage).
-- valid_to: Until when it speaks (exclusive), UTC. Null while it still does, and where it never does.
-- is_current: Whether it still speaks; null where it never does.
-- *: The columns of core.observation.
create or replace view core.statement as
select
    timed.*,
    year(coalesce(timed.period_start, timed.period_end) + interval 3 month) as fiscal_year,
    period_type(timed.time_period, timed.period_end, timed.obs_status = 'P') as period_type,
    timed.obs_status = 'P' as is_provisional,
    total.series_key is not null as is_total,
    series.part_of,
    cast(null as varchar) as slip,
    source.publisher,
    document.source_id,
    document.url as document_url,
    document.title as document_title,
    document.known_from,
    confirmed.last_confirmed_at
from core.timed as timed
left join core.total as total using (document_id, series_key, time_period)
left join core.series as series using (series_key)
left join raw.document as document on document.document_id = timed.document_id
left join raw.source as source on source.source_id = document.source_id
left join core.confirmed as confirmed
    on confirmed.document_id = timed.document_id and confirmed.valid_to is not distinct from timed.valid_to;
