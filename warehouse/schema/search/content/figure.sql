-- Published tables, then the labels of their rows. 'book-ins CBP' finds the row CBP: a row is searched with the title of its table.
with labels as (
    select
        dataflow,
        row_label,
        max(data_through) as day,
        coalesce(bool_or(is_current), false) as is_said_now
    from published.core.observation
    group by all
),

tables as (
    select
        d.*,
        source.publisher,
        labels.day,
        concat_ws(' ', d.note, metric.words, d.dataflow) as body
    from published.core.dataflow as d
    inner join published.raw.source as source on d.source_id = source.source_id
    inner join (select dataflow, max(day) as day from labels group by all) as labels on d.dataflow = labels.dataflow
    left join (
        select f.dataflow, string_agg(concat_ws('. ', m.title, m.definition), ' ' order by m.metric) as words
        from published.core.dataflow as f
        inner join published.core.metric as m on f.source_id = m.source_id and list_contains(f.metrics, m.metric)
        group by all
    ) as metric on d.dataflow = metric.dataflow
)

insert into entry by name
select row_number() over (order by kind desc, dataflow, title) as id, * exclude (dataflow)
from (
    select
        dataflow,
        'table' as kind,
        publisher,
        source_id,
        day,
        title,
        body,
        format('from marts.figure where dataflow = ''{}''', dataflow) as query
    from tables
    union all by name
    select
        l.dataflow,
        'row' as kind,
        t.publisher,
        t.source_id,
        l.day,
        l.row_label as title,
        t.title as body,
        format(
            'from {}.figure where dataflow = ''{}'' and row_label = ''{}''',
            if(l.is_said_now, 'marts', 'vintages'), l.dataflow, replace(l.row_label, '''', '''''')
        ) as query
    from labels as l
    inner join tables as t on l.dataflow = t.dataflow
    where trim(l.row_label) <> ''
);
