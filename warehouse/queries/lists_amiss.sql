-- Feeds, sitemaps and indexes that fell short of what they usually list when last asked.
select
    if(is_silent, 'silent', 'short') as outcome,
    format(
        '{}: {} listed {:d} (usually {:.0f}, {:.1f} new a day), nothing new since {}',
        source_id,
        address,
        last_listed,
        usual_listed,
        new_a_day,
        coalesce(strftime(last_new_at, '%Y-%m-%d'), 'it was first asked')
    ) as message
from core.list_volume
where is_short or is_silent
order by source_id, address;
