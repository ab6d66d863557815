-- Editions that are known to exist, whose data run further than all that is at hand of their source.
select
    'newer' as outcome,
    format('{}: {}, data through {} (at hand: {})', source_id, parse_filename(url), data_through, coalesce(at_hand_through::varchar, 'none')) as message
from core.edition_not_at_hand
where is_newer
order by source_id, data_through desc, url;
