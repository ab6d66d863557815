-- Whether who speaks from valid_from until, but not at, valid_to (null: still) speaks at an instant (TIMESTAMP in UTC).
create or replace macro speaks_at(valid_from, valid_to, instant) as
valid_from <= instant and (valid_to is null or valid_to > instant);
