-- What share of the people in ICE detention has neither a conviction nor a pending charge, over time?
-- share_without_conviction counts people with pending charges too.
select day, other_immigration_violator, total, share_other_immigration_violator, share_without_conviction, cells
from ready.detained order by day;
