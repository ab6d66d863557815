-- What kind of period an identity stands for. One of day, month, quarter, half_month, fiscal_year, calendar_year;
-- fiscal_year_to_date where the year was not over (is_provisional: obs_status P, or data that end before it).
create or replace macro period_type(time_period, period_end, is_provisional) as
case
    when length(time_period) = 10 then 'day'
    when length(time_period) = 7 then 'month'
    when ends_with(time_period, '/P3M') then 'quarter'
    when regexp_matches(time_period, '/P1[3-6]D$') then 'half_month'
    when ends_with(time_period, '-10-01/P1Y')
        then if(
            is_provisional or period_end < cast(left(time_period, 10) as date) + interval 1 year - interval 1 day,
            'fiscal_year_to_date', 'fiscal_year'
        )
    when ends_with(time_period, '/P1Y') then 'calendar_year'
    else 'other'
end;
