-- What was said at a moment, at most one row a series and period. None for a series no longer printed. as_of(DATE
-- '2025-02-07') and as_of('2025-02-07'): the end of that day in Washington. as_of(TIMESTAMP '2025-02-07 12:00:00'):
-- UTC. Between two editions the last one goes on speaking: age_days says how old the data of each figure were by then
-- (macro age_days).
create or replace macro as_of(moment) as table
select
    * exclude (asked_at),
    age_days(data_through, period_end, valid_from, asked_day(asked_at)) as age_days
from (select *, moment_utc(moment) as asked_at from core.spoken)
where speaks_at(valid_from, valid_to, asked_at);
