-- Encounters by CBP, of every publisher: CBP itself, and OHSS, which rounds to tens.
-- Publishers count by their own definitions (core.metric) and OHSS repeats what ICE counted: choose one publisher before adding up.
-- CBP prints no totals (they are in marts.side_by_side); OHSS prints the same total in several tables: choose a dataflow too.
-- encounters is what is said now; encounters_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- agency: USBP (between ports of entry), OFO (at them) or total; null where the table does not tell agencies apart.
-- region: Border: southwest_land_border (sw_land_border in one table of OHSS), northern_land_border, coastal_border …, or total; null where the table does not tell them apart.
-- sector: Sector of the Border Patrol, or field office; null where the table does not tell them apart.
-- state: State, as a postal code; null but in CBP's nationwide table.
-- demographic: single_adults, family_unit, unaccompanied_children, accompanied_minors, or total; null where the table does not tell them apart.
-- citizenship: ISO 3166 alpha-3 code, other, or total; null where the table does not tell citizenships apart.
-- authority: title_8 or title_42; null but in CBP's tables.
-- encounter_type: What the table calls the kind of encounter; null where it does not tell them apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.encounters_as_of(moment) as table
select
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'region') as region,
    dimension(figure.series_key, 'sector') as sector,
    dimension(figure.series_key, 'state') as state,
    dimension(figure.series_key, 'demographic') as demographic,
    dimension(figure.series_key, 'citizenship') as citizenship,
    dimension(figure.series_key, 'authority') as authority,
    dimension(figure.series_key, 'encounter_type') as encounter_type,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    figure.metric = 'encounters'
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.encounters as
select * from marts.encounters_as_of(timestamp '9999-12-31');
comment on view marts.encounters is 'One row a count of encounters in a month or a fiscal year (to date), as said now, with its publisher. Key: series_key, time_period.';
