-- The day in Washington on which an instant lies that was asked about. Of one to come that is today. The instant is a
-- TIMESTAMP in UTC. A lambda, for what a macro is given is written out wherever it uses it: planning would take longer
-- than the query.
create or replace macro asked_day(asked_at) as
list_transform([least(asked_at, make_timestamp(epoch_us(current_timestamp)))], lambda instant: washington_day(instant))[1];
