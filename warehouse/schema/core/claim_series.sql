-- Which published series measures what a claim says, reviewed by a person. Content: seeds/claim_series.csv.
create table core.claim_series (
    measure    varchar not null,
    agency     varchar,
    population varchar,
    geography  varchar,
    period     varchar not null,
    preference integer not null,
    series_key varchar not null,
    note       varchar
);
comment on table core.claim_series is 'One row a kind of claim that a published series answers: the same thing, of the same people, over the same kind of period. Several may answer one claim: the first by preference that has a figure of every day or month of it does, alone. Key: measure, agency, population, geography, period, preference.';
comment on column core.claim_series.measure is 'Measure of the claim.';
comment on column core.claim_series.agency is 'Whose act is counted, as the claim has it; null where it names none.';
comment on column core.claim_series.population is 'Who is counted, as the claim has it; null for all.';
comment on column core.claim_series.geography is 'Where; null for the United States.';
comment on column core.claim_series.period is 'Kind of period: date (how many there were on a day), day and month (several are their sum) or fiscal_year.';
comment on column core.claim_series.preference is 'Which is taken first where several answer: 1 before 2.';
comment on column core.claim_series.series_key is 'Series that answers it: dataflow and dimensions.';
comment on column core.claim_series.note is 'Why it is the same thing, and what to beware of.';
