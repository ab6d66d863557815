-- People in detention on the days that editions give (ICE).
-- day_before: The day before it in this table.
-- change_since_day_before: total less that of day_before.
-- nearest_day: Of the days in this table the nearest to the same day a year before. However far from it.
-- nearest_total: total on that day.
-- day_a_year_before: nearest_day, where it is within 21 days; else null.
-- total_a_year_before: total on that day; null where there is none so near.
-- change_on_year: total less total_a_year_before.
-- age_days: Days from the day to the moment asked about.
-- *: The columns of vintages.ready_detained.
create or replace view ready.detained as
select
    * exclude (nearest, days_apart, asked_at),
    nearest.day as nearest_day,
    nearest.total as nearest_total,
    if(days_apart <= 21, nearest.day, null) as day_a_year_before,
    if(days_apart <= 21, nearest.total, null) as total_a_year_before,
    if(days_apart <= 21, total - nearest.total, null) as change_on_year,
    age_days(data_through, day, valid_from, asked_day(asked_at)) as age_days
from (
    select
        * exclude (same_day, until_then, since_then),
        if(since_then is null or same_day - until_then.day <= since_then.day - same_day, until_then, since_then) as nearest,
        abs(nearest['day'] - same_day) as days_apart
    from (  -- windows: to join the table with itself takes three times as long to plan
        select
            *,
            lag(day) over (order by day) as day_before,
            total - lag(total) over (order by day) as change_since_day_before,
            cast(day - interval 1 year as date) as same_day,
            last_value({'day': day, 'total': total}) over (
                order by day range between unbounded preceding and interval 1 year preceding
            ) as until_then,
            first_value({'day': day, 'total': total}) over (
                order by day range between interval 1 year preceding and interval 1 day preceding
            ) as since_then
        from dated_slice.ready_detained
    )
)
order by day;
