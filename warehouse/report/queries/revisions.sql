-- What was first said of a month that was over, the lowest and highest that any edition has said since, and what is said now.
with said as (
    select
        series_key,
        period_start as month,
        value,
        valid_from,
        publisher,
        document_url,
        document_id,
        concat_ws('!', sheet, cell) as place
    from vintages.figure
    where series_key in (
            'ice.book_ins_by_arresting_agency{agency=total}',
            'ice.releases_by_reason{definition=final_book_outs,reason=total,criminality=total}',
            'ice.adp_by_arresting_agency{agency=total,criminality=total}'
        )
        and period_type = 'month' and value is not null and not coalesce(is_provisional, false)
)

select
    series_key,
    month,
    arg_min(value, (valid_from, document_id)) as first,
    min(value) as lowest,
    max(value) as highest,
    arg_max(value, (valid_from, document_id)) as now,
    count(distinct document_id) as editions,
    min(valid_from) as first_known_from,
    [
        struct_pack(
            publisher := any_value(publisher),
            url := arg_min(document_url, (valid_from, document_id)),
            document_id := arg_min(document_id, (valid_from, document_id)),
            place := 'first: ' || arg_min(place, (valid_from, document_id))
        ),
        struct_pack(
            publisher := any_value(publisher),
            url := arg_max(document_url, (valid_from, document_id)),
            document_id := arg_max(document_id, (valid_from, document_id)),
            place := 'now: ' || arg_max(place, (valid_from, document_id))
        )
    ] as sources
from said
group by series_key, month
having count(distinct document_id) > 1
order by series_key, month;
