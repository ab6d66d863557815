-- A code that nobody has named in words: in_words('other_reason') is Other reason.
create or replace macro in_words(code) as
upper(left(code, 1)) || replace(substr(code, 2), '_', ' ');
