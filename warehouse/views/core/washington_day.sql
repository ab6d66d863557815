-- The day in Washington on which an instant (TIMESTAMP in UTC) lies.
create or replace macro washington_day(instant) as
case
    when instant >= washington_midnight_utc(cast(instant - interval 5 hour as date) + 1) then cast(instant - interval 5 hour as date) + 1
    else cast(instant - interval 5 hour as date)
end;
