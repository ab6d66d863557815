-- One row a number in a news report or release that counts or rates immigration enforcement, with what it says. Key: document_id, value_start.
-- A number in an article that counts enforcement: records.CLAIM with the document. The sentences of a restricted source enter the published copy cut (schema/published/content/claim.sql).
-- document_id: sha256 of the page or text.
-- value_start: Where the number begins in core.article.body: code points, from 0.
-- value_end: Where it ends (exclusive).
-- value_text: The number as printed.
-- quote: The sentence in which it stands; of a restricted source, outside the working warehouse, at most 300 characters around the number, and of all claims of an article, its versions and copies together, at most a quarter of its text; null where only the facts are at hand (bundled history).
-- quote_start: Where the quote begins in the body: code points, from 0.
-- quote_end: Where it ends (exclusive).
-- quote_is_cut: True where the quote is not the whole sentence, because no more of the text may be handed on.
-- value_low: The number, or the least that it says; null where it gives no lower bound (up_to, fewer_than).
-- value_high: The number, or the most that it says; null where it gives no upper bound (more_than, at_least).
-- qualifier: exact, about, more_than, at_least, up_to, fewer_than or range.
-- unit: What is counted, as worded: arrests, people, flights; percent_increase, percent_decrease, percent_share.
-- measure: What is measured, by the word of the text: arrests, removals, detained_population, quota_target …
-- agency: Whose act is counted: ICE, CBP, DHS, HHS, USCIS; null where none is meant or named.
-- component: Which part of CBP counts, as the sentence says, or the one before it: USBP (Border Patrol: apprehensions, between the ports of entry), OFO (officers at the ports of entry); null for all of CBP, where nothing is said, and of all other agencies.
-- population: Who is counted: families, a nationality, criminals, an operation; null for all, and where it is not read.
-- geography: Where within the country: a state, a city; of CBP's a sector, or the border that the sentence names; null for all of it, and where it is not read.
-- period_kind: day, range, rate_per_day, rate_per_week, rate_per_month, rate_per_year, since_event or unspecified.
-- period_start: First day meant, inclusive, resolved against the day of publication; null where there is none.
-- period_end: Last day meant, inclusive; of a period that still runs the day of publication.
-- attribution: On whose word: a person, an agency, anonymous source, else the publisher.
-- status: reported, target (a goal, quota or promise), projection (what would be needed or is expected) or disputed (the sentence rejects it).
-- is_firm: False where value or period could be read otherwise, or where confidence is low.
-- decided: Which rules chose measure, period and attribution.
-- confidence: How sure the reading is, 0 to 1: that it is a claim at all, its period, its attribution, whichever is the least.
-- runner_up: The period or attribution that came second where that choice was closest; null where there was no other.
-- part_of: value_start of the claim in the same article of which this one counts a part ("8,000 arrested, 461 of whom were released"); null where it counts a part of none.
create table core.claim (
    document_id  varchar not null,
    value_start  integer not null,
    value_end    integer not null,
    value_text   varchar not null,
    quote        varchar,
    quote_start  integer not null,
    quote_end    integer not null,
    quote_is_cut boolean not null,
    value_low    double,
    value_high   double,
    qualifier    varchar not null,
    unit         varchar not null,
    measure      varchar not null,
    agency       varchar,
    component    varchar,
    population   varchar,
    geography    varchar,
    period_kind  varchar not null,
    period_start date,
    period_end   date,
    attribution  varchar not null,
    status       varchar not null,
    is_firm      boolean not null,
    decided      varchar not null,
    confidence   double not null,
    runner_up    varchar,
    part_of      integer
);
