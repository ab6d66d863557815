-- A moment as a TIMESTAMP in UTC. A DATE, or a text such as 2025-02-07 or 2025-2-7, is the end of that day in Washington: its last
-- microsecond. Other texts and TIMESTAMPs are UTC, unless they carry an offset; so is what date arithmetic gives, which DuckDB makes
-- a TIMESTAMP: cast it to DATE where the day is meant. The rule for daylight saving of 2007 is plain arithmetic (second Sunday of
-- March to first Sunday of November), so that no extension is needed. An error for NULL.
create or replace macro moment_utc(moment) as
case
    when moment is null then error('as_of(NULL): expected a DATE, a TIMESTAMP or a text such as 2025-02-07; found NULL')
    when typeof(moment) = 'DATE' or regexp_full_match(trim(cast(moment as varchar)), '\d{4}[-/]\d\d?[-/]\d\d?')
        then washington_midnight_utc(cast(replace(trim(cast(moment as varchar)), '/', '-') as date) + 1) - interval 1 microsecond
    when typeof(moment) = 'TIMESTAMP WITH TIME ZONE' or regexp_matches(cast(moment as varchar), '\d\d:\d\d.*[+-]\d\d(:?\d\d)?$')
        then make_timestamp(epoch_us(cast(moment as timestamptz)))
    else cast(trim(cast(moment as varchar)) as timestamp)
end;
