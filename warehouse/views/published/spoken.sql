-- In the published copy the observations carry the time themselves.
create or replace view core.spoken as
select * from core.observation
where valid_from is not null;
comment on view core.spoken is 'Observations of the documents that speak for their table and period, with the time during which they do (valid_from inclusive, valid_to exclusive, UTC). Of several of one moment the lower have no time (valid_from = valid_to). What is said now: valid_to = ''infinity''. What was said at a moment: as_of(moment).';
