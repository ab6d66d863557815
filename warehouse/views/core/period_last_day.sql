-- The last day of a whole period by its identity. Of 2024-10-01/P1Y that is 30 September 2025, also while the figure is
-- "to date". Other identities (a month, a quarter, a day) are always whole: their period_end.
create or replace macro period_last_day(time_period, period_end) as
case
    when time_period like '%/P%'
        then cast(
            cast(split_part(time_period, '/P', 1) as date)
            + cast(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(split_part(time_period, '/P', 2), '^(\d+)Y$', '\1 years'),
                    '^(\d+)M$', '\1 months'),
                '^(\d+)D$', '\1 days')
            as interval)
            - interval 1 day
        as date)
    else period_end
end;
