-- A feed, sitemap or index lists about as much as usual.
-- severity: finding
-- Compares what a list named when last asked with the median of the runs before (core.list_volume): less than a third of it, and five
-- entries fewer at least. The layout may have changed, or a wall stands where the list was.
select
    listing.document_id, null as sheet, null as cell,
    null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('about {:.0f} entries', volume.usual_listed) as expected,
    format('{:d}', volume.last_listed) as found,
    format('{}: {} lists far less than usual', volume.source_id, volume.address) as message
from core.list_volume as volume
inner join raw.listing as listing
    on
        volume.source_id = listing.source_id
        and volume.address = listing.url
        and volume.last_run_at = listing.run_at
where volume.is_short
