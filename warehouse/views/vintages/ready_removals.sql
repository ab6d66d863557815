-- Removals, returns and expulsions by month (OHSS), every vintage.
-- Rounded to tens by OHSS.
-- month: First day of the month.
-- removals: Removals by DHS.
-- removals_arrested_by_ice: Of these, of people whom ICE arrested first.
-- removals_arrested_by_cbp: Of these, of people whom CBP arrested first.
-- enforcement_returns: Returns by enforcement.
-- administrative_returns: Administrative returns.
-- title_42_expulsions: Expulsions under Title 42.
-- repatriations: All of these, as printed.
-- ero_removals_and_returns: Removals and returns by ICE ERO alone; counted above too.
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
create or replace view vintages.ready_removals as
select
    figure.period_start as month,
    figure.fiscal_year,
    figure.time_period,
    max(figure.value_corrected) filter (part.name = 'removals') as removals,
    max(figure.value_corrected) filter (part.name = 'removals_arrested_by_ice') as removals_arrested_by_ice,
    max(figure.value_corrected) filter (part.name = 'removals_arrested_by_cbp') as removals_arrested_by_cbp,
    max(figure.value_corrected) filter (part.name = 'enforcement_returns') as enforcement_returns,
    max(figure.value_corrected) filter (part.name = 'administrative_returns') as administrative_returns,
    max(figure.value_corrected) filter (part.name = 'title_42_expulsions') as title_42_expulsions,
    max(figure.value_corrected) filter (part.name = 'repatriations') as repatriations,
    max(figure.value_corrected) filter (part.name = 'ero_removals_and_returns') as ero_removals_and_returns,
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
    bool_or(figure.is_current) as is_current
from vintages.figure as figure
inner join (
    values
    (1, 'removals', 'ohss.removals_by_arresting_agency{agency=total}'),
    (2, 'removals_arrested_by_ice', 'ohss.removals_by_arresting_agency{agency=ICE}'),
    (3, 'removals_arrested_by_cbp', 'ohss.removals_by_arresting_agency{agency=CBP}'),
    (4, 'enforcement_returns', 'ohss.repatriations_by_type{type=enforcement_returns}'),
    (5, 'administrative_returns', 'ohss.repatriations_by_type{type=administrative_returns}'),
    (6, 'title_42_expulsions', 'ohss.repatriations_by_type{type=title_42_expulsions}'),
    (7, 'repatriations', 'ohss.repatriations_by_type{type=total}'),
    (8, 'ero_removals_and_returns', 'ohss.ero_removals_and_returns_by_arresting_agency{agency=total}')
) as part (position, name, series_key) on part.series_key = figure.series_key
where
    figure.period_type = 'month'
    and figure.obs_status <> 'M'
group by figure.period_start, figure.fiscal_year, figure.time_period, figure.source_id, figure.document_id;
