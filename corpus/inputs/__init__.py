"""Read articles of any format for every command: files, folders, patterns, URLs and standard input.

In: names of files, and which columns of a table hold what. Out: `RawArticle` for `tag`, `explain` and `show`,
`RawDocument` for `add`; each file is read, refused with the reason, or listed as skipped. May import `corpus.clean`,
`corpus.languages`, `corpus.io`, `corpus.records` and `corpus.errors`.
"""
