-- Bonds by month (ICE). Who posted one, how high it was, how long they had been held.
-- age_days: Days from the last day of the data to the moment asked about.
-- *: The columns of vintages.bonds.
create or replace view marts.bonds as
select
    * exclude (asked_at),
    age_days(data_through, last_day(month), valid_from, asked_day(asked_at)) as age_days
from dated_slice.bonds;
