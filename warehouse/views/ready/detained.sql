-- People in detention on the days that editions give (ICE).
-- share_convicted_criminal: Of the total, a part of 1.
-- share_pending_criminal_charges: Of the total, a part of 1.
-- share_other_immigration_violator: Of the total, a part of 1.
-- share_without_conviction: Of the total, a part of 1: with pending charges, or with neither.
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
    shown.*,
    shown.convicted_criminal / nullif(shown.total, 0) as share_convicted_criminal,
    shown.pending_criminal_charges / nullif(shown.total, 0) as share_pending_criminal_charges,
    shown.other_immigration_violator / nullif(shown.total, 0) as share_other_immigration_violator,
    1 - shown.convicted_criminal / nullif(shown.total, 0) as share_without_conviction,
    lag(shown.day) over (order by shown.day) as day_before,
    shown.total - lag(shown.total) over (order by shown.day) as change_since_day_before,
    earlier.day as nearest_day,
    earlier.total as nearest_total,
    if(earlier.days_apart <= 21, earlier.day, null) as day_a_year_before,
    if(earlier.days_apart <= 21, earlier.total, null) as total_a_year_before,
    if(earlier.days_apart <= 21, shown.total - earlier.total, null) as change_on_year,
    age_days(shown.data_through, shown.day, shown.valid_from, slice_day()) as age_days
from slice.ready_detained as shown
left join (
    select
        later.day as later_day,
        near.day,
        near.total,
        abs(date_diff('day', near.day, cast(later.day - interval 1 year as date))) as days_apart
    from slice.ready_detained as later
    inner join slice.ready_detained as near on near.day < later.day
    qualify row_number() over (partition by later.day order by days_apart, near.day) = 1
) as earlier on earlier.later_day = shown.day
order by shown.day;
