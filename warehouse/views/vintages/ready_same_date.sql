-- Years to date of the chief series, every vintage: what ready.same_date compares.
-- measure: book_ins, book_ins_by_ice, book_ins_by_cbp, removals, releases, final_book_outs.
-- fiscal_year: US federal fiscal year.
-- data_through: Day to which the data run.
-- value: The year to date, corrected where a person has done so (core.correction).
-- correction: Why it was; null where it was not.
-- series_key: Series of it.
-- publisher: Who publishes it.
-- document_id: sha256 of the document that prints it.
-- document_url: Address at which the document was first seen.
-- sheet: Sheet, as printed.
-- cell: Cell that holds the figure.
-- valid_from: Since when the document speaks for the year, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.ready_same_date as
select
    part.measure,
    figure.fiscal_year,
    least(figure.data_through, last_day(cast(make_date(figure.fiscal_year, 9, 1) as date))) as data_through,
    figure.value_corrected as value,
    figure.correction,
    figure.series_key,
    figure.publisher,
    figure.document_id,
    figure.document_url,
    figure.sheet,
    figure.cell,
    figure.valid_from,
    figure.valid_to,
    figure.is_current
from vintages.figure as figure
inner join (
    values
    ('book_ins', 'ice.book_ins_by_arresting_agency{agency=total}'),
    ('book_ins_by_ice', 'ice.book_ins_by_arresting_agency{agency=ICE}'),
    ('book_ins_by_cbp', 'ice.book_ins_by_arresting_agency{agency=CBP}'),
    ('removals', 'ice.removals{population=total}'),
    ('releases', 'ice.releases_by_reason{definition=final_releases,reason=total,criminality=total}'),
    ('final_book_outs', 'ice.releases_by_reason{definition=final_book_outs,reason=total,criminality=total}')
) as part (measure, series_key) on part.series_key = figure.series_key
where
    figure.period_type in ('fiscal_year', 'fiscal_year_to_date')
    and figure.data_through is not null
    and figure.value is not null;
