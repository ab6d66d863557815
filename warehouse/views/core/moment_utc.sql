-- A moment as a TIMESTAMP in UTC. A DATE, or a text of the form 2025-02-07, is the end of that day in Washington: its last
-- microsecond. Other texts and TIMESTAMPs are UTC, unless they carry an offset. The rule for daylight saving of 2007 is plain
-- arithmetic (second Sunday of March to first Sunday of November), so that no extension is needed.
create or replace macro moment_utc(moment) as
case
    when typeof(moment) = 'DATE' or regexp_full_match(cast(moment as varchar), '\d{4}-\d\d-\d\d')
        then washington_midnight_utc(cast(moment as date) + 1) - interval 1 microsecond
    when typeof(moment) = 'TIMESTAMP WITH TIME ZONE' or regexp_matches(cast(moment as varchar), '\d\d:\d\d.*[+-]\d\d(:?\d\d)?$')
        then make_timestamp(epoch_us(cast(moment as timestamptz)))
    else cast(moment as timestamp)
end;
