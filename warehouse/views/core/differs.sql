-- Whether two printed values differ, or one of them is missing. The noise of floating point, less than a millionth of
-- the greater (of 1 for what is smaller), is no difference.
create or replace macro differs(one, other) as
one is distinct from other
and coalesce(not abs(one - other) < 1e-6 * greatest(1, abs(one), abs(other)), true);
