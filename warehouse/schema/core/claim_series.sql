-- One row a kind of claim that a published series answers. The same thing, of the same people, in the same place, over
-- the same kind of period; reviewed by a person. Several may answer one claim: the first by preference that has a
-- figure of every day or month of it does, alone; figures of two series, or of two publishers, are never added up.
-- Exact figures come before rounded ones. Of measure, agency, component and period one of the words between bars; an
-- empty one is none named. ?kind in population, geography and series_key is each word and code of that kind
-- (core.claim_word). Content: seeds/claim_series.csv. Key: measure, agency, population, geography, preference.
-- measure: Measure of the claim.
-- agency: Whose act is counted, as the claim has it; null where it names none.
-- population: Who is counted, as the claim has it. One of these words, between bars, whatever their case (families|family units); null for all.
-- geography: Where: one of these words, between bars, whatever their case. Null for the United States.
-- component: Which part of CBP must be meant (core.claim.component): USBP, OFO. Null for all of it. A row of another part only tells whose figure a claim has in place of its own.
-- period: Kinds of period: date, average, day, month, fiscal_year, months_of_fiscal_year. Of date it is how many there were on a day, of average how many on an average day of one month or fiscal year; several of day and month are their sum; months_of_fiscal_year is a fiscal year as the sum of its months, where the table prints no year.
-- preference: Which is taken first where several answer: 1 before 2.
-- series_key: Series that answers it, as it is printed: dataflow and dimensions. Or the sum of several of one table, edition and period, where it prints no total: t{agency=USBP,*} is every series of table t with agency=USBP, t{*} every one, and only where a row that is missing says zero (core.dataflow.absence) and the edition has such a series in some period: else the sum would not be whole. t{type=a|b} is the sum of the two that are named, where both are printed.
-- note: Why it is the same thing, and what to beware of.
create table core.claim_series (
    measure    varchar not null,
    agency     varchar,
    population varchar,
    geography  varchar,
    component  varchar,
    period     varchar not null,
    preference integer not null,
    series_key varchar not null,
    note       varchar
);
