-- ICE's daily figures on X, every vintage: what ready.x_daily shows.
-- measure: arrests or detainers.
-- is_post: Whether it stands in a post of ICE itself. Else in a list of what news sites reported.
-- reported_by: The post (ICE, with its address), or the site that reported the figure. With the date of its report; null where nobody has a figure.
-- *: The columns of vintages.figure.
create or replace view vintages.ready_x_daily as
select
    case figure.metric when 'arrests' then 'arrests' else 'detainers' end as measure,
    figure.dataflow <> 'ice.x_daily_reported' as is_post,
    case
        when figure.value is null then null
        when figure.dataflow <> 'ice.x_daily_reported' then concat('ICE (', figure.document_url, ')')
        else figure.row_label
    end as reported_by,
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
where figure.dataflow in ('ice.x_daily_reported', 'ice.x_arrests_posted', 'ice.x_detainers_posted');
