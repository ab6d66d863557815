-- One row a code that stands for ?kind in core.claim_series. With the words by which claims call it: nationalities,
-- sectors, states. Content: seeds/claim_word.csv. Key: kind, code.
-- kind: citizenship, sector, usbp_sector, field_office or state. A sector is as OHSS codes it, a usbp_sector as Border Patrol does.
-- words: Words of the claim's population or geography, between bars, whatever their case.
-- code: Value of the dimension; several between bars are added up.
-- note: What to beware of.
create table core.claim_word (
    kind  varchar not null,
    words varchar not null,
    code  varchar not null,
    note  varchar
);
