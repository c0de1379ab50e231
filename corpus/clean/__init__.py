"""Cleaning: every non-empty line of a raw text gets a role and the id of the rule that assigned it. Nothing is deleted.

In: a raw text and its language. Out: segments with roles. Imports `corpus.languages` and what is below it.
"""
