-- What `onrecord search` looks through: published/search.duckdb, made of the published copy (attached as `published`) alone.
create table entry (
    id        integer not null,
    kind      varchar not null,
    publisher varchar not null,
    source_id varchar not null,
    day       date,
    title     varchar,
    body      varchar,
    address   varchar,
    query     varchar not null
);
comment on table entry is 'One row a thing that can be found: a published table, a label of its rows, an article (its latest version). Key: id.';
comment on column entry.id is 'Number, from 1.';
comment on column entry.kind is 'table, row or article.';
comment on column entry.publisher is 'Who publishes it, as people call them.';
comment on column entry.source_id is 'Source of the copy.';
comment on column entry.day is 'Day up to which the data of a table or row run; day of publication of an article, else that since which it is known, UTC.';
comment on column entry.title is 'Title of the table, label of the row, headline.';
comment on column entry.body is 'What else is searched: definitions of a table, title of a row''s table, the text of an article where the copy has it.';
comment on column entry.address is 'Address of an article.';
comment on column entry.query is 'A query of the copy that goes on from here.';
-- Words that say nothing of what a text is about. The usual list of fts has 571, among them us, value, right, novel.
create table stopword (word varchar not null);
comment on table stopword is 'One row a word that is not looked for.';
insert into stopword values
('a'), ('an'), ('and'), ('are'), ('as'), ('at'), ('be'), ('been'), ('but'), ('by'), ('for'), ('from'), ('had'), ('has'), ('have'),
('he'), ('her'), ('his'), ('in'), ('is'), ('it'), ('its'), ('of'), ('on'), ('or'), ('she'), ('that'), ('the'), ('their'), ('they'),
('this'), ('to'), ('was'), ('were'), ('which'), ('with');
create table about (
    layout       varchar not null,
    published_at varchar,
    indexed      boolean not null
);
comment on table about is 'One row: what this file is.';
comment on column about.layout is 'Hash of the files of SQL that it was made by.';
comment on column about.published_at is 'raw.state published_at of the copy that it was made of.';
comment on column about.indexed is 'Whether the words are indexed (schema fts_main_entry); else who asks does that for themselves, where texts are few.';
