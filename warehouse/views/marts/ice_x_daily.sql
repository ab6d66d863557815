-- ICE's daily figures on X: arrests and detainers lodged, a day a row of each, as its posts print them and, apart, as news sites wrote them down.
-- ice_x_daily is what is said now; ice_x_daily_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- measure: arrests or detainers.
-- is_post: Whether it stands in a post of ICE itself; else in a list of what news sites reported.
-- reported_by: The post (ICE, with its address), or the site that reported the figure, with the date of its report; null where nobody has a figure.
-- highest_until_then: The highest figure of the measure up to and with this day; posts and reports apart.
-- below_highest: By how much this day is below it: the fall since.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.ice_x_daily_as_of(moment) as table
select
    case figure.metric when 'arrests' then 'arrests' else 'detainers' end as measure,
    figure.dataflow <> 'ice.x_daily_reported' as is_post,
    case
        when figure.value is null then null
        when figure.dataflow <> 'ice.x_daily_reported' then concat('ICE (', figure.document_url, ')')
        else figure.row_label
    end as reported_by,
    max(figure.value) over until_then as highest_until_then,
    max(figure.value) over until_then - figure.value as below_highest,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.dataflow in ('ice.x_daily_reported', 'ice.x_arrests_posted', 'ice.x_detainers_posted')
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment)
window until_then as (partition by figure.series_key order by figure.period_start);

create or replace view marts.ice_x_daily as
select * from marts.ice_x_daily_as_of(timestamp '9999-12-31');
comment on view marts.ice_x_daily is 'One row a day and measure of the figures that ICE posted on X from 23 January 2025 on: those of posts, and those that news sites reported (is_post). A day of which none has a figure has value null, not 0, or no row. Key: series_key, time_period.';
