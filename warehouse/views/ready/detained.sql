-- People in detention on the days that editions give (ICE).
-- share_convicted_criminal: Of the total, a part of 1.
-- share_pending_criminal_charges: Of the total, a part of 1.
-- share_other_immigration_violator: Of the total, a part of 1.
-- share_without_conviction: Of the total, a part of 1: with pending charges, or with neither.
-- day_before: The day before it in this table.
-- change_since_day_before: total less that of day_before.
-- day_a_year_before: The nearest day in this table to the same day a year before. Null where none is within 21 days.
-- total_a_year_before: total on that day.
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
    earlier.day as day_a_year_before,
    earlier.total as total_a_year_before,
    shown.total - earlier.total as change_on_year,
    age_days(shown.data_through, shown.day, shown.valid_from, slice_day()) as age_days
from slice.ready_detained as shown
left join (
    select
        later.day as later_day,
        near.day,
        near.total
    from slice.ready_detained as later
    inner join slice.ready_detained as near
        on near.day between cast(later.day - interval 1 year as date) - 21 and cast(later.day - interval 1 year as date) + 21
    qualify row_number() over (
        partition by later.day order by abs(date_diff('day', near.day, cast(later.day - interval 1 year as date))), near.day
    ) = 1
) as earlier on earlier.later_day = shown.day
order by shown.day;
