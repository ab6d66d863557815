-- Bonds by month (ICE). Who posted one, how high it was, how long they had been held.
-- month: First day of the month.
-- definition: final_releases (until January 2024) or final_book_outs (since). Two different things.
-- released: All releases or book-outs of the month; those with a bond are among them.
-- bond_posted: Of these, people who posted a bond.
-- bond_posted_share: Share of these, a part of 1.
-- average_bond_amount: Average bond, in US dollars.
-- average_length_of_stay: Average length of stay until then, in days.
-- cells: Cell of each column; * where a person has corrected the figure.
-- slips: Columns whose figure is probably a slip, with the rule (core.slip). Null where none is.
-- *: The columns of vintages.ready_book_ins.
create or replace view vintages.bonds as
select
    figure.period_start as month,
    max(series.dimensions['definition']) as definition,
    figure.fiscal_year,
    figure.time_period,
    max(figure.value_corrected) filter (series.dimensions['measure'] = 'total') as released,
    max(figure.value_corrected) filter (series.dimensions['measure'] = 'bond_posted') as bond_posted,
    max(figure.value_corrected) filter (series.dimensions['measure'] = 'percent') as bond_posted_share,
    max(figure.value_corrected) filter (series.dimensions['measure'] = 'average_amount') as average_bond_amount,
    max(figure.value_corrected) filter (series.dimensions['measure'] = 'alos') as average_length_of_stay,
    bool_or(figure.is_provisional) as is_provisional,
    min(figure.data_through) as data_through,
    any_value(figure.publisher) as publisher,
    figure.source_id,
    figure.document_id,
    any_value(figure.document_url) as document_url,
    min(figure.sheet) as sheet,
    string_agg(
        series.dimensions['measure'] || ' ' || figure.cell || if(figure.correction is null, '', '*'), '; ' order by figure.series_key
    ) as cells,
    string_agg(series.dimensions['measure'] || ': ' || figure.correction, '; ' order by figure.series_key) as corrections,
    string_agg(series.dimensions['measure'] || ': ' || figure.slip, '; ' order by figure.series_key) as slips,
    any_value(figure.known_from) as known_from,
    any_value(figure.last_confirmed_at) as last_confirmed_at,
    min(figure.valid_from) as valid_from,
    max(figure.valid_to) as valid_to,
    bool_or(figure.is_current) as is_current
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.bonds'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['entry'] is null
group by figure.period_start, figure.fiscal_year, figure.time_period, figure.source_id, figure.document_id;
