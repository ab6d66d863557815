-- How many days old a figure was on a day in Washington. From the last day of its data (last_day_of_data) to that day.
create or replace macro age_days(data_through, period_end, valid_from, asked_day) as
date_diff('day', last_day_of_data(data_through, period_end, valid_from), asked_day);
