-- The day in Washington on which a moment lies; of one to come that is today. Moments as in as_of. A lambda, for what a
-- macro is given is written out wherever it uses it: planning would take longer than the query.
create or replace macro moment_day(moment) as
list_transform([least(moment_utc(moment), make_timestamp(epoch_us(now())))], lambda instant: washington_day(instant))[1];
