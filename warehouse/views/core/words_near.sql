-- Whether two words are one word spelt twice. An s at the end (a plural, a genitive), or one slip in words of five
-- letters or more, three from nine letters on (letters left out, put in, exchanged or swapped), never in the first
-- letter.
create or replace macro words_near(one, other) as
one = other
or (rtrim(one, 's') = rtrim(other, 's') and length(rtrim(one, 's')) >= 3)
or (
    left(one, 1) = left(other, 1)
    and damerau_levenshtein(one, other) <= case
        when least(length(one), length(other)) >= 9 then 3
        when least(length(one), length(other)) >= 5 then 1
        else 0
    end
);
