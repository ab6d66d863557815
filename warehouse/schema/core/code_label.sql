-- One row a code of a dimension, with its label: what to call it in
-- words. Content: seeds/code_label.csv. Key: dimension, code.
-- dimension: Dimension of series keys: criminality, area …
-- code: Value of it: other_immigration_violator.
-- label: The same in words: Other immigration violator.
create table core.code_label (
    dimension varchar not null,
    code      varchar not null,
    label     varchar not null
);
