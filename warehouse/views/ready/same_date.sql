-- Years to date at the same date of each fiscal year (ICE). The newest year as its newest edition has it; of each
-- earlier year the edition whose data end nearest to the same day of that year. Nothing is interpolated, and nothing
-- compared where no edition is within 21 days.
-- measure: book_ins, book_ins_by_ice, book_ins_by_cbp, removals, releases, final_book_outs.
-- fiscal_year: US federal fiscal year.
-- same_day: The day of this fiscal year that would compare with the newest year's.
-- data_through: Day to which the data of the nearest edition run; the year begins on 1 October.
-- days_apart: Days from same_day to data_through.
-- value: The year to date in that edition; null where it is more than 21 days off.
-- newest_value: The year to date of the newest fiscal year.
-- difference: newest_value less value.
-- publisher: Who publishes it.
-- document_id: sha256 of that edition.
-- document_url: Address at which it was first seen.
-- sheet: Sheet, as printed.
-- cell: Cell of the figure there.
-- correction: Why value was corrected (core.correction); null where it was not.
create or replace view ready.same_date as
select
    measure,
    fiscal_year,
    same_day,
    data_through,
    days_apart,
    if(abs(days_apart) <= 21, printed, null) as value,
    newest_value,
    newest_value - if(abs(days_apart) <= 21, printed, null) as difference,
    publisher,
    document_id,
    document_url,
    sheet,
    cell,
    correction
from (
    select
        measure,
        fiscal_year,
        cast(newest.data_through - to_years(newest.fiscal_year - fiscal_year) as date) as same_day,
        data_through,
        date_diff('day', same_day, data_through) as days_apart,
        value as printed,
        newest.value as newest_value,
        publisher,
        document_id,
        document_url,
        sheet,
        cell,
        correction,
        row_number() over (
            partition by measure, fiscal_year
            order by abs(date_diff('day', same_day, data_through)), data_through, valid_from desc
        ) as nearness
    from (
        select
            *,
            first_value({'fiscal_year': fiscal_year, 'data_through': data_through, 'value': value}) over (
                partition by measure order by fiscal_year desc, data_through desc, valid_from desc
            ) as newest
        from vintages.ready_same_date
        where valid_from <= slice_moment()
    )
)
where nearness = 1
order by measure, fiscal_year;
