-- The last day of the data of a figure, from which its age counts. The publisher took stock of the figure on
-- data_through, also where its period had ended long before, and a period that ends later was not over. Where the document
-- does not say it, the last day of the period stands in. It is no day after that since which the document speaks: such a
-- day is a slip.
create or replace macro last_day_of_data(data_through, period_end, valid_from) as
least(coalesce(data_through, period_end), cast(valid_from as date));
