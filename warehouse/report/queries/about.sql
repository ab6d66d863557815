-- When the copy was made, UTC, the day of that in Washington, and how much it holds.
select
    max(value)::timestamp as published_at,
    washington_day(max(value)::timestamp) as published_on,
    (select count(*) from core.observation) as figures,
    (select count(*) from raw.document where outcome = 'ok') as documents
from raw.state
where name = 'published_at';
