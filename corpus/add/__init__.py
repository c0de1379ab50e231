"""Add raw articles to a project: read, detect the language, compare with existing articles, declare; all or nothing.

In: files, folders or standard input. Out: the project with new sources and entries. Imports `corpus.checks` and what is
below it.
"""
