-- Whether who speaks from valid_from to valid_to speaks at an instant. From valid_from until, but not at, valid_to
-- (null: still); the instant is a TIMESTAMP in UTC.
create or replace macro speaks_at(valid_from, valid_to, instant) as
valid_from <= instant and (valid_to is null or valid_to > instant);
