-- Whether two rows of a list print differently what an entry keeps. Then they are two. What it keeps is given as lists
-- of texts. What is blank in one of them says nothing; of two days less than 61 days apart the one is a correction.
create or replace macro keeps_other(one, other) as
len(list_filter(
    list_zip(one, other),
    lambda pair: pair[1] <> pair[2] and pair[1] <> '' and pair[2] <> ''
    and coalesce(abs(date_diff('day', try_cast(pair[1] as date), try_cast(pair[2] as date))) > 60, true)
)) > 0;
