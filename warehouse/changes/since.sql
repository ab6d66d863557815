-- The first day to tell of where nobody names one, and the day of the newest document; days of Washington.
select
    washington_day(max(known_from)) - getvariable('days') as first,
    washington_day(max(known_from)) as newest
from raw.document
where outcome = 'ok';
