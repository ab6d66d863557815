-- Words of claims beside the codes of published series: nationalities, sectors, states. Content: seeds/claim_word.csv.
create table core.claim_word (
    kind  varchar not null,
    words varchar not null,
    code  varchar not null,
    note  varchar
);
comment on table core.claim_word is 'One row a code that stands for ?kind in core.claim_series, with the words by which claims call it. Key: kind, code.';
comment on column core.claim_word.kind is 'citizenship, sector (as OHSS codes it), usbp_sector (as Border Patrol does), field_office, state.';
comment on column core.claim_word.words is 'Words of the claim''s population or geography, between bars, whatever their case.';
comment on column core.claim_word.code is 'Value of the dimension; several between bars are added up.';
comment on column core.claim_word.note is 'What to beware of.';
