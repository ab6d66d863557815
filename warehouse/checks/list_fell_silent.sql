-- A feed, sitemap or index goes on bringing something new.
-- severity: finding
-- Compares the time since a list last named something new with how much is new a day (core.list_volume): ten entries would have been
-- expected since, and two days are over. It may be frozen, or have moved, while its address goes on answering.
select
    listing.document_id, null as sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('about {:.1f} new entries a day', volume.new_a_day) as expected,
    coalesce('none since ' || strftime(volume.last_new_at, '%Y-%m-%d'), 'none') as found,
    format('{}: {} has fallen silent', volume.source_id, volume.address) as message
from core.list_volume as volume
inner join raw.listing as listing
    on
        volume.source_id = listing.source_id
        and volume.address = listing.url
        and volume.last_run_at = listing.run_at
where volume.is_silent
