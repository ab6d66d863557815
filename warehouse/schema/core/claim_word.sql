-- One row a code that stands for ?kind in core.claim_series, with the words by which claims call it. Key: kind, code.
-- Words of claims beside the codes of published series: nationalities, sectors, states. Content: seeds/claim_word.csv.
-- kind: citizenship, sector (as OHSS codes it), usbp_sector (as Border Patrol does), field_office, state.
-- words: Words of the claim's population or geography, between bars, whatever their case.
-- code: Value of the dimension; several between bars are added up.
-- note: What to beware of.
create table core.claim_word (
    kind  varchar not null,
    words varchar not null,
    code  varchar not null,
    note  varchar
);
