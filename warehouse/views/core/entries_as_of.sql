-- What was listed at a moment. The rows of the documents that spoke for their lists then, and nothing that they no
-- longer print. Moments as in as_of.
create or replace macro entries_as_of(moment) as table
select * from core.entry_spoken
where speaks_at(valid_from, valid_to, moment_utc(moment));
