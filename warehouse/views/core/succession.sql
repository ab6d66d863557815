-- One row a vintage, with the next document of the same table and period. Who spoke after whom; of several of one
-- moment the lower rank first. Key: dataflow, time_period, document_id.
-- dataflow: Published table.
-- time_period: Identity of the period.
-- document_id: sha256 of the document that speaks.
-- data_through: Day up to which its data of this table and period run, as in core.vintage.
-- valid_from: Since when it speaks, UTC.
-- valid_to: Until when (exclusive), UTC. The same as valid_from where another of that moment outranks it.
-- next_document_id: sha256 of the document that speaks after it; null where none does.
-- next_data_through: Day up to which the data of that document run.
-- next_valid_from: Since when that document speaks, UTC.
create or replace view core.succession as
select
    dataflow,
    time_period,
    document_id,
    data_through,
    valid_from,
    valid_to,
    lead(document_id) over successive as next_document_id,
    lead(data_through) over successive as next_data_through,
    lead(valid_from) over successive as next_valid_from
from core.vintage
-- of one moment in the order of rank (schema/derived/vintage.sql)
window successive as (partition by dataflow, time_period order by valid_from, data_through nulls first, document_id);
