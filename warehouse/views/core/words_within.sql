-- Whether each of some words is near one of others (words_near).
create or replace macro words_within(some_words, others) as
list_bool_and(list_transform(
    some_words,
    lambda word: len(list_filter(others, lambda other: words_near(word, other))) > 0
));
