-- One row a kind of claim that a published series answers: the same thing, of the same people, in the same place, over the same kind of period. Several may answer one claim: the first by preference that has a figure of every day or month of it does, alone; figures of two series, or of two publishers, are never added up. Exact figures come before rounded ones. Of measure, agency, component and period one of the words between bars; an empty one is none named. ?kind in population, geography and series_key is each word and code of that kind (core.claim_word). Key: measure, agency, population, geography, preference.
-- Which published series measures what a claim says, reviewed by a person. Content: seeds/claim_series.csv.
-- measure: Measure of the claim.
-- agency: Whose act is counted, as the claim has it; null where it names none.
-- population: Who is counted, as the claim has it: one of these words, between bars, whatever their case (families|family units); null for all.
-- geography: Where: one of these words, between bars, whatever their case; null for the United States.
-- component: Which part of CBP must be meant (core.claim.component): USBP, OFO; null for all of it. A row of another part only tells whose figure a claim has in place of its own.
-- period: Kinds of period: date (how many there were on a day), average (on an average day of one month or fiscal year), day and month (several are their sum), fiscal_year, or months_of_fiscal_year (a fiscal year as the sum of its months, where the table prints no year).
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
