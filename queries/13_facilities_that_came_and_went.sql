-- Which facilities appeared in the newest edition, which vanished? By identity: a place that was renamed did neither.
select name, city, state, came, listed_from, not_listed_before, went, listed_to, not_listed_after from marts.facility_listing
where (select max(listed_to) from marts.facility_listing as all_stays) in (listed_from, not_listed_after)
order by went desc, name;
