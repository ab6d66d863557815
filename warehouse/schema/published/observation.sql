-- The published copy carries with each observation its document and the time during which that speaks, so that no question needs a join.
create table core.stated as select * from core.statement where false;
drop table core.observation;
alter table core.stated rename to observation;
