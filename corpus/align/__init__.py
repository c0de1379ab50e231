"""Renderings of one statement: how two of them differ, and which quotes may be renderings of the same statement.

In: articles of a project and its authority file. Out: edits between renderings, and proposed utterances with evidence.
Imports `corpus.project` and what is below it.
"""
