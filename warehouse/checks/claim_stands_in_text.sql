-- A claim stands where it says: its number and its sentence are the text of the article between their offsets.
-- severity: error
-- Where the text is at hand; offsets are code points. A number stands in its sentence, and no number is two claims.
with placed as (
    select
        claim.*,
        substring(article.body, claim.value_start + 1, claim.value_end - claim.value_start) as value_there,
        substring(article.body, claim.quote_start + 1, claim.quote_end - claim.quote_start) as quote_there,
        count(*) over (partition by claim.document_id, claim.value_start) as times
    from core.claim as claim
    inner join core.article as article on article.document_id = claim.document_id
)

select
    document_id,
    null as sheet, value_start::varchar as cell, null as other_document_id, null as other_sheet, null as other_cell,
    null as series_key, null as time_period,
    format('{} in its sentence at {}', value_text, value_start) as expected,
    case when times > 1 then format('{} claims', times) else coalesce(value_there, 'nothing') end as found,
    'a claim is not where it says' as message
from placed
where
    value_there <> value_text
    or quote_there <> quote
    or value_start < quote_start
    or value_end > quote_end
    or times > 1
