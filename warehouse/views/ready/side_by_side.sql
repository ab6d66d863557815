-- One row a source and period, with its chief measures as columns. Arrests, book-ins, people held, let go, removed,
-- returned, and encounters. No column adds one source to another: never two publishers in one figure. What one does not
-- publish is null. Sources count different things: core.metric, core.measure_series. Key: source_id, time_period.
-- age_days: Days from the last day of the data to the moment asked about. Of the oldest figure. That last day is data_through, else the end of the period.
-- *: The columns of vintages.ready_side_by_side.
create or replace view ready.side_by_side as
select
    * exclude (last_day_of_data, places, valid_from, valid_to, is_current, asked_at),
    date_diff('day', last_day_of_data, asked_day(asked_at)) as age_days,
    places
from dated_slice.ready_side_by_side;
