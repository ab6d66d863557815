-- The published copy carries with each observation the time during which its document speaks, so that a slice as of a moment needs no join.
alter table core.observation add column valid_from timestamp;
alter table core.observation add column valid_to timestamp;
comment on column core.observation.valid_from is 'Since when its document speaks for this table and period, UTC; null where it never does (core.vintage).';
comment on column core.observation.valid_to is 'Until when its document speaks for this table and period (exclusive), UTC; infinity where it still does; null where it never does.';
