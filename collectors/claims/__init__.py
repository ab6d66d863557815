"""Texts ▶ claims: who said which figure of immigration enforcement, for which days, in which sentence.

Pure functions: no clock, no network, no state. Offsets are code points of the text exactly as it was given.

    segments   paragraphs, sentences, quotations, list items
    numbers    every number with value, qualifier and unit, or the reason why it counts nothing
    times      expressions of time, resolved against the day of publication
    sources    who may have said what a sentence says
    measures   what a number counts, or why it is no claim
    belonging  parts of a whole, figures of one operation
    reading    all of these together: a claim with its fields
    files      texts of the user's, in; JSON lines, out

Words stand in `lexicon/`, rules in the modules. No rule names a person, a paper or a figure of any text.
"""
