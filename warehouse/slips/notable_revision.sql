-- The revisions that are worth telling: those that reach their threshold (core.metric_threshold), and those by which a figure that would
-- reach it was left blank, or first given.
-- *: The columns of core.revision.
-- times_threshold: How many times the least absolute difference the difference is; of a figure left blank or first given, the figure.
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
    and not revision.rounding
    and coalesce(round(abs(revision.difference) - threshold.relative * abs(revision.old_value), 9) >= 0, true);
comment on view core.notable_revision is 'Revisions that reach the threshold of their unit and kind (core.revision_threshold). Key: series_key, time_period, new_document_id.';
