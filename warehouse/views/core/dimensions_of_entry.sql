-- The dimensions of an entry key with their values. Without the number of what is printed twice:
-- dimensions_of_entry('t{pier=north,berth=4,entry=2}') is ['pier=north', 'berth=4'].
create or replace macro dimensions_of_entry(key) as
list_filter(dimensions(key), lambda pair: not starts_with(pair, 'entry='));
