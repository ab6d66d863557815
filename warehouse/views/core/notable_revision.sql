-- One row a revision that is worth telling, for it reaches its threshold. Key: series_key, time_period, new_document_id.
-- The thresholds are those of core.metric_threshold; of a figure that was left blank, or first given, the figure must reach the absolute one.
-- *: The columns of core.revision.
-- times_threshold: How many times the least absolute difference the difference is. Of a figure left blank or first given, the figure.
create or replace view core.notable_revision as
select
    revision.*,
    -- rounded, for a share of .06 less one of .05 is not quite .01
    round(coalesce(abs(revision.difference), abs(revision.old_value), abs(revision.new_value)) / threshold.absolute, 9)
        as times_threshold
from core.revision as revision
inner join core.metric_threshold as threshold
    on threshold.metric = revision.metric and threshold.dataflow = revision.dataflow
where
    times_threshold >= 1
    and coalesce(round(abs(revision.difference) - threshold.relative * abs(revision.old_value), 9) >= 0, true);
