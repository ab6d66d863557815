-- How many days old a figure was on a day. From the last day of its data to that day, in Washington. That last day
-- is data_through: the publisher took stock of the figure then, also where its period had ended long before, and a period
-- that ends later was not over. Where the document does not say it, the last day of the period stands in. It is no day
-- after that since which the document speaks: such a day is a slip.
create or replace macro age_days(data_through, period_end, valid_from, asked_day) as
date_diff('day', least(coalesce(data_through, period_end), cast(valid_from as date)), asked_day);
