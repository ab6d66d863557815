-- Whether two names may be those of one thing that was renamed. They are near (names_near), or each word of the one
-- with fewer that tells anything apart (`common` are those that do not) is near one of the other's; where a name has
-- none, all words of the one stand in the other.
create or replace macro names_alike(one, other, common) as
names_near(one, other)
or case
    when
        len(list_filter(string_split(one, ' '), lambda word: not list_contains(common, word))) = 0
        or len(list_filter(string_split(other, ' '), lambda word: not list_contains(common, word))) = 0
        then
            list_has_all(string_split(one, ' '), string_split(other, ' '))
            or list_has_all(string_split(other, ' '), string_split(one, ' '))
    else
        words_within(
            list_filter(string_split(one, ' '), lambda word: not list_contains(common, word)),
            list_filter(string_split(other, ' '), lambda word: not list_contains(common, word))
        )
        or words_within(
            list_filter(string_split(other, ' '), lambda word: not list_contains(common, word)),
            list_filter(string_split(one, ' '), lambda word: not list_contains(common, word))
        )
end;
