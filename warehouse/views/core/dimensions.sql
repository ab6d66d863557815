-- The dimensions of a series key with their values, in their order. So dimensions('t{agency=CBP,sex=male}') is
-- ['agency=CBP', 'sex=male'], of a key without dimensions an empty list.
create or replace macro dimensions(key) as
list_filter(string_split(rtrim(split_part(key, '{', 2), '}'), ','), lambda pair: pair <> '');
