-- What was listed at the moment of the variable as_of, now where it is not set: entries_as_of(moment) over ATTACH.
-- *: The columns of core.entry_spoken.
create or replace view core.entry_spoken_at as
select * from core.entry_spoken
where speaks_at(valid_from, valid_to, (select moment from core.asked));
