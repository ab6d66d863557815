-- What was said at the moment of the variable as_of. The macro as_of(moment) for who attaches the file: over ATTACH no
-- macro that names a table can work, and a view can. Moments are those of core.asked; not set, it is now.
-- age_days: How old the data were by then, in days (macro age_days).
-- *: The columns of core.spoken.
create or replace view core.spoken_at as
select
    *,
    age_days(data_through, period_end, valid_from, (select day from core.asked)) as age_days
from core.spoken
where speaks_at(valid_from, valid_to, (select moment from core.asked));
