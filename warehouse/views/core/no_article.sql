-- One row a page of a newsroom that is whole and is no article. A list of others, a live blog, a video, a wall, a
-- question about cookies: of it nothing is loaded, and no run fails by it. Key: document_id.
-- source_id: Source of the page.
-- document_id: sha256 of the page.
-- url: Address of the page.
-- known_from: Since when the public could know it, UTC.
-- kind: What it is. One of hub, live_blog, video, gallery, audio, wall, consent, challenge, other.
-- found: The same with its title and by what it is known.
create or replace view core.no_article as
select
    source_id,
    document_id,
    url,
    known_from,
    coalesce(nullif(regexp_extract(found, '^(hub|live_blog|video|gallery|audio|wall|consent|challenge)\b', 1), ''), 'other') as kind,
    found
from core.refusal_status
where outcome = 'not_an_article';
