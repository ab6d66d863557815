-- Final releases (until January 2024) and final book-outs (since): by reason, month and criminality, and by facility type.
-- The two are different things; the column definition tells them apart and no sum should cross it. OHSS's book-outs from ICE detention
-- stand beside them: a third definition, and another publisher. Book-outs of CBP are none of these.
-- releases is what is said now; releases_as_of(moment) is what was said at a moment (DATE '2025-02-07': the end of that day in Washington).
-- definition: final_releases (people let go) or final_book_outs (with removals and transfers, since February 2024) of ICE; book_outs of OHSS (with removals).
-- reason: Release reason or total; bond_set_by_ice and bond_set_by_ij are parts of bonded_out. Null in the table by facility type.
-- criminality: convicted_criminal, pending_criminal_charges, other_immigration_violator, non_criminal (FY2019-20: the last two in one), or total; null where the table does not tell them apart.
-- agency: Arresting agency, in OHSS's table by it; else null.
-- facility_type: adult, family or total; null where the table does not tell facility types apart.
-- age_days: Days from the last day of the data (data_through; else the end of the period) to the moment asked about; to today where that is now.
-- *: The columns of marts.figure.
create or replace macro marts.releases_as_of(moment) as table
select
    if(figure.metric = 'book_outs', 'book_outs', dimension(figure.series_key, 'definition')) as definition,
    dimension(figure.series_key, 'reason') as reason,
    dimension(figure.series_key, 'criminality') as criminality,
    dimension(figure.series_key, 'agency') as agency,
    dimension(figure.series_key, 'facility_type') as facility_type,
    figure.*,
    age_days(figure.data_through, figure.period_end, figure.valid_from, moment) as age_days
from marts.figure as figure
where
    (
        (figure.metric in ('final_releases', 'final_book_outs') and figure.dataflow <> 'ice.bonds')  -- in which a few are counted again
        or (figure.metric = 'book_outs' and starts_with(figure.dataflow, 'ohss.ice_book_outs_'))  -- CBP's have the same name
    )
    and figure.valid_from <= moment_utc(moment) and figure.valid_to > moment_utc(moment);

create or replace view marts.releases as
select * from marts.releases_as_of(timestamp '9999-12-31');
comment on view marts.releases is 'One row a count of releases or book-outs in a month or a fiscal year (to date), as said now. Tables of ICE and OHSS (publisher) and three definitions; a dimension that a table does not have is null. Key: series_key, time_period.';
