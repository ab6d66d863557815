-- An edition prints the tables of the edition before.
-- severity: finding
-- Told of the first edition that lacks a table, where it was not refused; until a later edition prints it again, or an entry of
-- seeds/source_life.csv says that it is suspended or ended.
select
    absent.document_id, null as sheet, null as cell,
    absent.before_document_id as other_document_id, null as other_sheet, null as other_cell,
    absent.dataflow as series_key, null as time_period,
    'the table, as in ' || regexp_extract(before.url, '[^/]*$') as expected,
    'none' as found,
    'a table that the edition before printed is absent since ' || strftime(absent.absent_since, '%Y-%m-%d') as message
from core.table_absent as absent
inner join raw.document as before on before.document_id = absent.before_document_id
where absent.is_open
