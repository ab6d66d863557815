-- The day in Washington now.
create or replace macro washington_today() as
washington_day(make_timestamp(epoch_us(current_timestamp)));
