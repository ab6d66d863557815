-- People in detention on a day (ICE), every vintage.
-- day: The day.
-- convicted_criminal: With a conviction.
-- pending_criminal_charges: With pending charges; null in FY2019 and FY2020.
-- other_immigration_violator: With neither; null in FY2019 and FY2020.
-- non_criminal: Without a conviction, where the table prints the last two in one.
-- ice: Arrested by ICE.
-- cbp: Arrested by CBP.
-- total: All, as printed.
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
-- share_convicted_criminal: Of the total, a part of 1.
-- share_pending_criminal_charges: Of the total, a part of 1.
-- share_other_immigration_violator: Of the total, a part of 1.
-- share_without_conviction: Of the total, a part of 1: with pending charges, or with neither.
create or replace view vintages.ready_detained as
select
    figure.period_start as day,
    figure.fiscal_year,
    figure.time_period,
    max(figure.value_corrected) filter (part.name = 'convicted_criminal') as convicted_criminal,
    max(figure.value_corrected) filter (part.name = 'pending_criminal_charges') as pending_criminal_charges,
    max(figure.value_corrected) filter (part.name = 'other_immigration_violator') as other_immigration_violator,
    max(figure.value_corrected) filter (part.name = 'non_criminal') as non_criminal,
    max(figure.value_corrected) filter (part.name = 'ice') as ice,
    max(figure.value_corrected) filter (part.name = 'cbp') as cbp,
    max(figure.value_corrected) filter (part.name = 'total') as total,
    bool_or(figure.is_provisional) as is_provisional,
    min(figure.data_through) as data_through,
    any_value(figure.publisher) as publisher,
    figure.source_id,
    figure.document_id,
    any_value(figure.document_url) as document_url,
    min(figure.sheet) as sheet,
    string_agg(part.name || ' ' || figure.cell || if(figure.correction is null, '', '*'), '; ' order by part.position) as cells,
    string_agg(part.name || ': ' || figure.correction, '; ' order by part.position) as corrections,
    string_agg(part.name || ': ' || figure.slip, '; ' order by part.position) as slips,
    any_value(figure.known_from) as known_from,
    any_value(figure.last_confirmed_at) as last_confirmed_at,
    min(figure.valid_from) as valid_from,
    max(figure.valid_to) as valid_to,
    bool_or(figure.is_current) as is_current,
    convicted_criminal / nullif(total, 0) as share_convicted_criminal,
    pending_criminal_charges / nullif(total, 0) as share_pending_criminal_charges,
    other_immigration_violator / nullif(total, 0) as share_other_immigration_violator,
    1 - convicted_criminal / nullif(total, 0) as share_without_conviction
from vintages.figure as figure
inner join (
    values
    (1, 'convicted_criminal', 'ice.currently_detained_by_criminality{criminality=convicted_criminal,agency=total}'),
    (2, 'pending_criminal_charges', 'ice.currently_detained_by_criminality{criminality=pending_criminal_charges,agency=total}'),
    (3, 'other_immigration_violator', 'ice.currently_detained_by_criminality{criminality=other_immigration_violator,agency=total}'),
    (4, 'non_criminal', 'ice.currently_detained_by_criminality{criminality=non_criminal,agency=total}'),
    (5, 'ice', 'ice.currently_detained_by_criminality{criminality=total,agency=ICE}'),
    (6, 'cbp', 'ice.currently_detained_by_criminality{criminality=total,agency=CBP}'),
    (7, 'total', 'ice.currently_detained_by_criminality{criminality=total,agency=total}')
) as part (position, name, series_key) on part.series_key = figure.series_key
where
    figure.period_type = 'day'
    and figure.obs_status <> 'M'
group by figure.period_start, figure.fiscal_year, figure.time_period, figure.source_id, figure.document_id;
