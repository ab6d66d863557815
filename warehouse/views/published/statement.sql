-- In the published copy the observations carry all of it themselves.
create or replace view core.statement as
select * from core.observation;
