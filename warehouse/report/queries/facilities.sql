-- Facilities of the newest fiscal year with their place, largest first: the average of people held a day since 1 October.
select
    coalesce(name, canonical_name) as name,
    city,
    upper(state) as state,
    county,
    latitude,
    longitude,
    average_daily_population,
    average_length_of_stay,
    type,
    fiscal_year,
    false as is_provisional,
    data_through,
    'corrected: ' || corrections as remark,
    [struct_pack(
        publisher := publisher,
        url := document_url,
        document_id := document_id,
        place := concat_ws('!', sheet, cells)
    )] as sources
from ready.facilities
where average_daily_population > 0
qualify fiscal_year = max(fiscal_year) over ()
order by average_daily_population desc, name, city, facility_id;
