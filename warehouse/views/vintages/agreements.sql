-- One row a row of ICE's lists of 287(g) agreements in force and pending. Who, which support type, signed when, where
-- the agreement is. Key: list, state, agency, support_type, entry.
-- list: participating (in force) or pending.
-- agreement: Identity of the agreement through renamings and corrections. The key under which it was listed first.
-- state: State, in lower case; a misspelling is mended.
-- agency: Name of the agency, as printed now.
-- support_type: jail enforcement model, task force model, warrant service officer. A misspelling is mended.
-- entry: 2, 3 … where the list prints state, agency and support type again; else null.
-- agency_type: County, Municipality, State Agency …, as printed. Null where the list does not say.
-- county: County, as printed; null where the list does not say or prints an error.
-- signed: Day of signing, as printed.
-- signed_on: The same as a day; null where it can be none.
-- moa: What the list prints in the place of the agreement: link, link pending.
-- moa_link: Address of the agreement; null where there is none.
-- addendum_link: Address of the addendum; null where there is none.
-- listed_since: Since when the list has had it without a break, UTC.
-- resaved: Whether the bytes are a copy that somebody saved again after its capture. See core.resaved.
-- publisher: Who publishes it.
-- source_id: The publication it stands in.
-- document_id: sha256 of the list.
-- document_url: Address at which the list was first seen.
-- sheet: Sheet, as printed.
-- cell: First cell of its key.
-- known_from: Since when the public could know the list, UTC.
-- valid_from: Since when the document speaks for the list, UTC.
-- valid_to: Until when it speaks (exclusive), UTC; null while it still does.
-- is_current: Whether it still speaks.
create or replace view vintages.agreements as
select
    regexp_extract(spoken.dataflow, '[a-z]+$') as list,
    spoken.entry_id as agreement,
    dimension(spoken.entry_key, 'state') as state,
    spoken.attributes['agency'] as agency,
    dimension(spoken.entry_key, 'support_type') as support_type,
    cast(dimension(spoken.entry_key, 'entry') as integer) as entry,
    nullif(spoken.attributes['type'], '') as agency_type,
    nullif(spoken.attributes['county'], '') as county,
    nullif(spoken.attributes['signed'], '') as signed,
    try_cast(spoken.attributes['signed_on'] as date) as signed_on,
    nullif(spoken.attributes['moa'], '') as moa,
    nullif(spoken.attributes['moa_link'], '') as moa_link,
    nullif(spoken.attributes['addendum_link'], '') as addendum_link,
    stay.stands_from as listed_since,
    spoken.resaved,
    source.publisher,
    document.source_id,
    spoken.document_id,
    document.url as document_url,
    spoken.sheet,
    spoken.cell,
    document.known_from,
    spoken.valid_from,
    spoken.valid_to,
    spoken.is_current
from core.entry_spoken as spoken
inner join raw.document as document on document.document_id = spoken.document_id
inner join raw.source as source on source.source_id = document.source_id
left join core.entry_stay as stay
    on stay.dataflow = spoken.dataflow and stay.entry_id = spoken.entry_id
    and spoken.edition between stay.first_edition and stay.last_edition
where spoken.dataflow in ('ice.287g_participating', 'ice.287g_pending');
