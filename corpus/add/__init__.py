"""Add raw articles to a project: read, language detected, compared with existing ones, declared, all or nothing.

In: files, folders or standard input. Out: the project with new sources and entries. Imports `corpus.checks` and what is
below it.
"""
