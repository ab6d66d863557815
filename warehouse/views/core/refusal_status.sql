-- One row a published table, or a whole document, that was refused at reading. With its document, whether somebody has
-- accepted that, and how it makes a run fail.
-- source_id: Source of the document.
-- url: Address of the document.
-- known_from: Since when the public could know the document, UTC.
-- message: The same as one sentence: where, what was expected, what was found, what to do.
-- accepted: Whether it was accepted as it stands (onrecord accept). With the parser that reads the document now.
-- accepted_at: When, UTC.
-- why: Why, in the words of who accepted it.
-- fails: How it makes a run end with status 1: alone, with its newsroom, or never. With its newsroom (core.newsroom_pages), as a page of a source without tables does whose layout or bytes are at fault; never, as what is accepted and a page that is no article (core.no_article).
-- *: The columns of core.refusal.
create or replace view core.refusal_status as
with accepted as (
    select
        r.document_id,
        r.dataflow,
        r.table_title,
        max({'at': a.decided_at, 'why': a.why}) as last
    from (select distinct document_id, dataflow, table_title from core.refusal) as r
    inner join raw.document as d on d.document_id = r.document_id
    inner join raw.decision as a
        on a.decision = 'accept' and a.document_id = r.document_id and a.parser_hash = d.parser_hash
        and (a.table_name is null or a.table_name in (r.dataflow, r.table_title))
    group by all
),

publishes_tables as (
    select distinct source_id
    from core.dataflow
)

select
    d.source_id,
    d.url,
    d.known_from,
    r.document_id,
    r.sheet,
    r.dataflow,
    r.table_title,
    r.outcome,
    r.expected,
    r.found,
    r.remedy,
    concat_ws(', ', regexp_extract(d.url, '[^/]*$'), r.sheet, coalesce(r.table_title, r.dataflow))
    || format(': expected {}; found {}. {}', coalesce(r.expected, ''), coalesce(r.found, ''), coalesce(r.remedy, '')) as message,
    accepted.last is not null as accepted,
    accepted.last.at as accepted_at,
    accepted.last.why,
    case
        when accepted.last is not null or r.outcome = 'not_an_article' then 'never'
        when
            d.source_id not in (from publishes_tables)
            and r.outcome in ('layout_changed', 'empty_release', 'bad_content') then 'with its newsroom'
        else 'alone'
    end as fails
from core.refusal as r
inner join raw.document as d on d.document_id = r.document_id
left join accepted
    on accepted.document_id = r.document_id and accepted.dataflow is not distinct from r.dataflow
    and accepted.table_title is not distinct from r.table_title;
