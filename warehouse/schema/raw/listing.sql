-- What the lists of newsrooms named, run by run: listings.jsonl of the archive. A load adds what the log has more than before.
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
comment on table raw.listing is 'One row a list (feed, sitemap, index page) that a run asked and could open. Key: source_id, run_at, url.';
comment on column raw.listing.source_id is 'Source whose list it is.';
comment on column raw.listing.run_at is 'When the run began with this source, UTC: the same for all lists of one run.';
comment on column raw.listing.url is 'Address of the list.';
comment on column raw.listing.document_id is 'sha256 of its bytes, which the archive holds.';
comment on column raw.listing.listed is 'Addresses of the source that it names.';
comment on column raw.listing.new is 'Those of which nothing was known from earlier runs: never asked for with any answer, never left out.';
comment on column raw.listing.left_out is 'Those that the topic filter left out and no list before it in that run had named: added up over the lists of a run, what the run left out.';
comment on column raw.listing.terms is 'Version of the filter''s terms, which stand in terms-….json of the archive; null where the source has no filter.';
