-- Whether two names are one name spelt twice. All words are the same but for one, which is near (words_near), or their
-- order.
create or replace macro names_near(one, other) as
list_sort(string_split(one, ' ')) = list_sort(string_split(other, ' '))
or (
    len(string_split(one, ' ')) = len(string_split(other, ' '))
    and len(list_filter(
        list_zip(string_split(one, ' '), string_split(other, ' ')), lambda pair: pair[1] <> pair[2]
    )) = 1
    and list_bool_and(list_transform(
        list_zip(string_split(one, ' '), string_split(other, ' ')), lambda pair: words_near(pair[1], pair[2])
    ))
);
