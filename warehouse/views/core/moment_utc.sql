-- A moment as a TIMESTAMP in UTC. A DATE, or a text such as 2025-02-07 or 2025-2-7, is the end of that day in Washington: its last
-- microsecond. Other texts and TIMESTAMPs are UTC, unless they carry an offset; so is what date arithmetic gives, which DuckDB makes
-- a TIMESTAMP: cast it to DATE where the day is meant. The rule for daylight saving of 2007 is plain arithmetic (second Sunday of
-- March to first Sunday of November), so that no extension is needed. An error for NULL. All that a moment can be is told
-- by its text: each function more is planned with each slice, and that takes longer than to run it.
create or replace macro moment_utc(moment) as
case
    when moment is null then error('as_of(NULL): expected a DATE, a TIMESTAMP or a text such as 2025-02-07; found NULL')
    when regexp_matches(cast(moment as varchar), ':.*[+-]') then make_timestamp(epoch_us(cast(moment as timestamptz)))
    when contains(cast(moment as varchar), ':') then cast(trim(cast(moment as varchar)) as timestamp)
    else cast(trim(cast(moment as varchar)) as timestamp) + case  -- as washington_midnight_utc of the day after
        when strftime(date_trunc('week', cast(trim(cast(moment as varchar)) as timestamp) + interval '1 day'), '%m%d')
            between '0309' and '1101' then interval '28 hours -1 microseconds'
        else interval '29 hours -1 microseconds'
    end
end;
