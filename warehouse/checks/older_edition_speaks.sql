-- The newest edition speaks for every table.
-- severity: finding
-- Where its table was refused, or is absent and nothing says why, an older edition goes on speaking: what is said now of that table
-- is not of today.
select
    standing.newer_document_id as document_id, null as sheet, null as cell,
    standing.document_id as other_document_id, null as other_sheet, null as other_cell,
    standing.dataflow as series_key, null as time_period,
    'figures of ' || regexp_extract(newer.url, '[^/]*$') as expected,
    'figures of ' || regexp_extract(older.url, '[^/]*$') || coalesce(' through ' || standing.data_through::varchar, '') as found,
    format(
        '{}: {} speaks of an older edition since {}',
        standing.reason || if(standing.accepted, ' (accepted)', ''),
        if(standing.dataflow is null, 'every table', 'the table'),
        strftime(standing.since, '%Y-%m-%d')
    ) as message
from core.standing_in as standing
inner join raw.document as newer on newer.document_id = standing.newer_document_id
inner join raw.document as older on older.document_id = standing.document_id
