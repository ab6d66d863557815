-- People who left detention by month and reason (ICE), every vintage.
-- month: First day of the month.
-- definition: final_releases (until January 2024) or final_book_outs (since). Two different things: the latter with removals and transfers.
-- bonded_out: Bonded out.
-- order_of_recognizance: On an order of recognizance.
-- order_of_supervision: On an order of supervision.
-- paroled: Paroled.
-- prosecutorial_discretion: By prosecutorial discretion.
-- release_to_remove: To be removed; book-outs alone.
-- transferred: Transferred; book-outs alone.
-- other: For other reasons.
-- total: All who left, as printed, for reasons of no column too.
-- fiscal_year: US federal fiscal year of the period. That of 2025 runs from 1 October 2024 to 30 September 2025.
-- time_period: Identity of the period.
-- is_provisional: Whether the period was not over at data_through. Then a later edition will fill it up.
-- data_through: Day up to which the publisher says the data run. Null where the document does not say.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_id: sha256 of the document that prints it.
-- document_url: Address at which the document was first seen.
-- sheet: Sheet, as printed; of several tables the first.
-- cells: Cell of each column; * where a person has corrected the figure.
-- corrections: Why these were corrected, by column; null where none was.
-- slips: Columns whose figure is probably a slip, with the rule (core.slip). Null where none is.
-- known_from: Since when the public could know the document, UTC.
-- last_confirmed_at: When the document was last seen before its successor spoke, UTC. Null where nobody says.
-- valid_from: Since when the document speaks for the period, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.ready_releases as
select
    figure.period_start as month,
    series.dimensions['definition'] as definition,
    figure.fiscal_year,
    figure.time_period,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'bonded_out') as bonded_out,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'order_of_recognizance') as order_of_recognizance,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'order_of_supervision') as order_of_supervision,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'paroled') as paroled,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'prosecutorial_discretion') as prosecutorial_discretion,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'release_to_remove') as release_to_remove,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'transferred') as transferred,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'other') as other,
    max(figure.value_corrected) filter (series.dimensions['reason'] = 'total') as total,
    bool_or(figure.is_provisional) as is_provisional,
    min(figure.data_through) as data_through,
    any_value(figure.publisher) as publisher,
    figure.source_id,
    figure.document_id,
    any_value(figure.document_url) as document_url,
    min(figure.sheet) as sheet,
    string_agg(
        series.dimensions['reason'] || ' ' || figure.cell || if(figure.correction is null, '', '*'), '; ' order by figure.series_key
    ) as cells,
    string_agg(series.dimensions['reason'] || ': ' || figure.correction, '; ' order by figure.series_key) as corrections,
    string_agg(series.dimensions['reason'] || ': ' || figure.slip, '; ' order by figure.series_key) as slips,
    any_value(figure.known_from) as known_from,
    any_value(figure.last_confirmed_at) as last_confirmed_at,
    min(figure.valid_from) as valid_from,
    max(figure.valid_to) as valid_to,
    bool_or(figure.is_current) as is_current
from vintages.figure as figure
inner join core.series as series using (dataflow, series_key)
where
    figure.dataflow = 'ice.releases_by_reason'
    and figure.period_type = 'month'
    and figure.obs_status <> 'M'
    and series.dimensions['criminality'] = 'total'
    and series.dimensions['reason'] in (
        'bonded_out',
        'order_of_recognizance',
        'order_of_supervision',
        'paroled',
        'prosecutorial_discretion',
        'release_to_remove',
        'transferred',
        'other',
        'total'
    )
    and series.dimensions['entry'] is null
group by figure.period_start, series.dimensions['definition'], figure.fiscal_year, figure.time_period, figure.source_id, figure.document_id;
