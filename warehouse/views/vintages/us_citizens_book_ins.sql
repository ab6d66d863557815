-- Book-ins of US citizens in a fiscal year (ICE).
-- Refreshed twice a year; they are counted in the other tables too.
-- *: The columns of vintages.figure.
create or replace view vintages.us_citizens_book_ins as
select
    figure.* exclude (metric, period_type, is_total, part_of)
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.semiannual_us_citizens_book_ins'
    and figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null;
