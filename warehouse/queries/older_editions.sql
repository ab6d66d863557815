-- Tables of which the newest edition says nothing: an older one goes on speaking, since when.
select
    reason as outcome,
    format('{}: figures through {} go on speaking since {}{}',
        coalesce(dataflow, 'all tables of ' || source_id), coalesce(data_through::varchar, 'an unknown day'), since::date, if(accepted, ' (accepted)', '')) as message
from core.standing_in
order by dataflow, reason;
