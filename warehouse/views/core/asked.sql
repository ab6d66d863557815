-- One row: the moment that the views named …_at speak of. That of the variable as_of, now where it is not set. Set
-- it by: set variable as_of = date '2025-02-07', the end of that day in Washington; texts and timestamps as in
-- as_of(moment).
-- moment: The moment, UTC.
-- day: Its day in Washington; of one to come today.
create or replace view core.asked as
select
    moment,
    washington_day(least(moment, now)) as day
from (
    select
        make_timestamp(epoch_us(current_timestamp)) as now,
        case when getvariable('as_of') is null then now else moment_utc(getvariable('as_of')) end as moment
);
