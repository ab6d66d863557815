-- What was listed at the moment of the variable as_of. The macro entries_as_of(moment) for who attaches the file.
-- Moments are those of core.asked; not set, it is now.
-- *: The columns of core.entry_spoken.
create or replace view core.entry_spoken_at as
select * from core.entry_spoken
where speaks_at(valid_from, valid_to, (select moment from core.asked));
