-- Why did people leave detention in fiscal year 2026 to date? Final book-outs: removals and transfers are among them.
-- Bonds set by ICE and by judges lie inside bonded_out and are no reasons of their own.
select definition, reason_label, sum(value) as people, min(data_through) as data_through from marts.releases
where fiscal_year = 2026 group by definition, reason_label order by people desc;
