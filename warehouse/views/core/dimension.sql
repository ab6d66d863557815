-- The value of one dimension of a series key. Null where the key has no such dimension:
-- dimension('ice.book_ins_by_arresting_agency{agency=CBP}', 'agency') is CBP. Values never hold any of , = { }
create or replace macro dimension(key, dimension_name) as
nullif(regexp_extract(key, '[{,]' || dimension_name || '=([^,}]*)', 1), '');
