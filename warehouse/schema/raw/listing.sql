-- One row a list (feed, sitemap, index page) that a run asked and could open. What the lists of newsrooms named, run
-- by run: listings.jsonl of the archive. A load adds what the log has more than before. Key: source_id, run_at, url.
-- source_id: Source whose list it is.
-- run_at: When the run began with this source, UTC: the same for all lists of one run.
-- url: Address of the list.
-- document_id: sha256 of its bytes, which the archive holds.
-- listed: Addresses of the source that it names.
-- new: Those of which nothing was known from earlier runs. Never asked for with any answer, never left out.
-- left_out: Those that the topic filter left out and no list before it in that run named. Added up over the lists of a run: what the run left out.
-- terms: Version of the filter's terms, in terms-….json of the archive. Null where the source has no filter.
create table raw.listing (
    source_id   varchar not null,
    run_at      timestamp not null,
    url         varchar not null,
    document_id varchar not null,
    listed      integer not null,
    new         integer not null,
    left_out    integer not null,
    terms       varchar
);
