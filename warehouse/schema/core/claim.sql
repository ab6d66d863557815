-- One row a number in an article that counts or rates immigration enforcement. An article is a news report or release.
-- Holds records.CLAIM with the document: what the number says. The sentences of a restricted source enter the published
-- copy cut (schema/published/content/claim.sql). Key: document_id, value_start.
-- document_id: sha256 of the page or text.
-- value_start: Where the number begins in core.article.body: code points, from 0.
-- value_end: Where it ends (exclusive).
-- value_text: The number as printed.
-- quote: The sentence in which it stands. Of a restricted source, outside the working warehouse, at most 300 characters around the number, and of all claims of an article, its versions and copies together, at most a quarter of its text. Null where only the facts are at hand (bundled history).
-- quote_start: Where the quote begins in the body: code points, from 0.
-- quote_end: Where it ends (exclusive).
-- quote_is_cut: Whether the quote is not the whole sentence. It is cut where no more of the text may be handed on.
-- value_low: The number, or the least that it says. Null where it gives no lower bound (up_to, fewer_than).
-- value_high: The number, or the most that it says. Null where it gives no upper bound (more_than, at_least).
-- qualifier: exact, about, more_than, at_least, up_to, fewer_than or range.
-- unit: What is counted, as worded: arrests, people, flights. Or percent_increase, percent_decrease, percent_share.
-- measure: What is measured, by the word of the text. Such as arrests, removals, detained_population, quota_target …
-- agency: Whose act is counted: ICE, CBP, DHS, HHS, USCIS. Null where none is meant or named.
-- component: Which part of CBP counts, as the sentence says, or the one before it. USBP (Border Patrol: apprehensions, between the ports of entry), OFO (officers at the ports of entry); null for all of CBP, where nothing is said, and of all other agencies.
-- population: Who is counted: families, a nationality, criminals, an operation. Null for all, and where it is not read.
-- geography: Where within the country: a state, a city. Of CBP's a sector, or the border that the sentence names. Null for all of it, and where it is not read.
-- period_kind: Kind of period. One of day, range, rate_per_day, rate_per_week, rate_per_month, rate_per_year, since_event, unspecified.
-- period_start: First day meant, inclusive, resolved against the day of publication. Null where there is none.
-- period_end: Last day meant, inclusive; of a period that still runs the day of publication.
-- attribution: On whose word: a person, an agency, anonymous source, else the publisher.
-- status: reported, target, projection or disputed. A target is a goal, quota or promise; a projection what would be needed or is expected; disputed is what the sentence rejects.
-- is_firm: False where value or period could be read otherwise, or where confidence is low.
-- decided: Which rules chose measure, period and attribution.
-- confidence: How sure the reading is, 0 to 1. That it is a claim at all, its period, its attribution: whichever is the least.
-- runner_up: The period or attribution that came second, where that choice was closest. Null where there was no other.
-- part_of: value_start of the claim in the same article of which this one counts a part. Such as "8,000 arrested, 461 of whom were released". Null where it counts a part of none.
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
