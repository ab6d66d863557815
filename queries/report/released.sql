-- 461 of the arrested were released, 20 January to 2 February 2025: no table counts these. What ICE prints is how many people of all
-- in detention were let go in January (bonded out, paroled, on recognizance or supervision), and how many left it in all.
select
    claim.value_text as said,
    claim.attribution as by_whom,
    claim.period_start as of_days_from,
    claim.period_end as of_days_to,
    claim.published_on,
    claim.quote as sentence,
    claim.value_start as at_character,
    claim.document_id as article,
    moment.as_of,
    month.released as let_go_in_january,
    month.booked_out as left_in_january,
    month.data_through,
    list_filter(month.places, lambda each: each.measure = 'released')[1].place as place_let_go,
    list_filter(month.places, lambda each: each.measure = 'booked_out')[1].place as place_left
from marts.claims as claim
cross join (values ('on 7 February 2025'), ('now')) as moment (as_of)
left join (
    select 'on 7 February 2025' as as_of, released, booked_out, data_through, places
    from ready.side_by_side_as_of(date '2025-02-07')
    where source_id = 'ice_detention_statistics' and time_period = '2025-01'
    union all
    select 'now' as as_of, released, booked_out, data_through, places
    from ready.side_by_side
    where source_id = 'ice_detention_statistics' and time_period = '2025-01'
) as month on month.as_of = moment.as_of
where claim.source_id = 'nbc_news' and claim.published_on = date '2025-02-07'
    and claim.measure = 'releases' and claim.value_low = 461
order by moment.as_of desc;
