-- How many 287(g) agreements ICE lists, a state a row. In force by support type, and pending. Of each day:
-- marts.agreements_by_day. Key: state.
-- state: State, in lower case.
-- participating: Agreements in force.
-- jail_enforcement: Of these, those of the jail enforcement model.
-- task_force: Of these, those of the task force model.
-- warrant_service: Of these, those of warrant service officers.
-- agencies: Agencies with an agreement in force.
-- pending: Agreements pending.
-- participating_from: Since when the list of agreements in force is known, UTC.
-- pending_from: Since when the list of pending ones is known, UTC.
create or replace view marts.agreements_by_state as
select
    state,
    count(*) filter (list = 'participating') as participating,
    count(*) filter (list = 'participating' and support_type = 'jail enforcement model') as jail_enforcement,
    count(*) filter (list = 'participating' and support_type = 'task force model') as task_force,
    count(*) filter (list = 'participating' and support_type = 'warrant service officer') as warrant_service,
    count(distinct agency) filter (list = 'participating') as agencies,
    count(*) filter (list = 'pending') as pending,
    max(known_from) filter (list = 'participating') as participating_from,
    max(known_from) filter (list = 'pending') as pending_from
from sliced_marts.agreements
group by state;
