-- Editions that are known to exist and are not at hand: first those whose data run further than all that is.
select
    if(is_newer, 'newer', 'older') as outcome,
    concat(
        source_id, ': ', parse_filename(url), ', data through ', coalesce(data_through::varchar, 'an unknown day'),
        if(is_newer, ' (at hand: ' || coalesce(at_hand_through::varchar, 'none') || ')', ''),
        if(reported_figures > 0, ', ' || reported_figures || ' figures of it as others report them: marts.reported_figures', '')
    ) as message
from core.edition_not_at_hand
order by is_newer desc, source_id, data_through desc, url;
