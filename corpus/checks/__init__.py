"""Checks: what is wrong or doubtful in a project, as findings with a stable id, a place and a hint.

In: a project folder. Out: findings. Imports `corpus.release`, `corpus.tables`, `corpus.project` and what is below them.
"""
