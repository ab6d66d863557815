-- core.series and core.total, from all that is loaded. A total of which a document prints no part stands for itself there; a part without
-- a value is none, or nothing would be left of the total that stands beside it.
delete from core.series;

insert into core.series by name
with key as (
    select
        dataflow,
        series_key,
        dimensions(series_key) as pairs
    from (select distinct dataflow, series_key from core.observation)
),

pair as (
    select
        dataflow,
        series_key,
        pairs,
        unnest(pairs) as pair
    from key
),

-- a few thousand, where the series have a hundred thousand
named as (
    select
        taken.*,
        coalesce(label.label, in_words(taken.code)) as label
    from (
        select distinct
            pair,
            split_part(pair, '=', 1) as name,
            split_part(pair, '=', 2) as code
        from pair
    ) as taken
    left join core.code_label as label on label.dimension = taken.name and label.code = taken.code
),

counting as (
    select
        pair.series_key,
        pair.dataflow || '{' || array_to_string(
            list_transform(pair.pairs, lambda each: if(each = pair.pair, total_of.dimension || '=' || total_of.total, each)), ','
        ) || '}' as total_series_key
    from pair
    inner join named on named.pair = pair.pair
    inner join core.total_of as total_of
        on total_of.dataflow = pair.dataflow and total_of.dimension = named.name and total_of.part = named.code
),

counted as (
    select
        counting.series_key,
        list(distinct counting.total_series_key order by counting.total_series_key) as part_of
    from counting
    inner join key on key.series_key = counting.total_series_key
    group by all
),

labelled as (
    select
        pair.series_key,
        map_from_entries(list_sort(list((named.name, named.label)))) as labels
    from pair
    inner join named on named.pair = pair.pair
    group by all
)

select
    key.series_key,
    key.dataflow,
    map_from_entries(list_transform(key.pairs, lambda each: (split_part(each, '=', 1), split_part(each, '=', 2)))) as dimensions,
    coalesce(labelled.labels, map {}) as labels,
    counted.part_of
from key
left join labelled on labelled.series_key = key.series_key
left join counted on counted.series_key = key.series_key
order by key.series_key;

delete from core.total;

insert into core.total by name
with pair as (
    select series_key, unnest(part_of) as total_series_key from core.series
)

select distinct part.document_id, total.series_key, part.time_period
from pair
inner join core.observation as part on part.series_key = pair.series_key
inner join core.observation as total
    on total.document_id = part.document_id and total.time_period = part.time_period and total.series_key = pair.total_series_key
where part.value is not null or total.value is null
order by all;
