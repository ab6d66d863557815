-- ICE's daily figures on X, as news sites wrote them down: arrests and detainers lodged, a day a row of each.
-- ice_x_daily is what is said now; ice_x_daily_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- measure: arrests or detainers.
-- reported_by: Who reported the figure, with the date of the report; not the post itself; null where nobody has a figure.
-- highest_until_then: The highest figure of the measure up to and with this day.
-- below_highest: By how much this day is below it: the fall since.
-- *: The columns of marts.figure.
create or replace macro marts.ice_x_daily_as_of(moment) as table
select
    dimension(figure.series_key, 'measure') as measure,
    case when figure.value is not null then figure.row_label end as reported_by,
    max(figure.value) over until_then as highest_until_then,
    max(figure.value) over until_then - figure.value as below_highest,
    figure.*
from marts.figure as figure
where
    figure.dataflow = 'ice.x_daily_reported'
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment)
window until_then as (partition by figure.series_key order by figure.period_start);

create or replace view marts.ice_x_daily as
select * from marts.ice_x_daily_as_of(timestamp '9999-12-31');
comment on view marts.ice_x_daily is 'One row a day and measure of the figures that ICE posted on X from 23 January 2025 on, as news sites reported them. A day of which none has a figure has value null, not 0. Key: series_key, time_period.';
