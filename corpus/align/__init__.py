"""Compare renderings of statements: word edits between two of them, and proposals which quotes render the same one.

In: rows of quotes, a project's utterances and its authority file. Out: edits, and proposed utterances with evidence.
May import `corpus.project`, `corpus.speakers`, `corpus.languages` and the packages below them.
"""
