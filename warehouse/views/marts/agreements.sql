-- One row a row of ICE's lists of 287(g) agreements in force and pending. Who, which support type, signed when, where
-- the agreement is. Key: list, state, agency, support_type, entry.
-- age_days: Days since the list that speaks was first known.
-- *: The columns of vintages.agreements.
create or replace view marts.agreements as
select
    * exclude (asked_at),
    date_diff('day', washington_day(known_from), asked_day(asked_at)) as age_days
from dated_slice.agreements;
