"""Check a project: what is wrong or doubtful in it, as findings with a stable id, a place and a hint.

In: a project folder. Out: findings. Imports `corpus.release`, `corpus.tables`, `corpus.project` and what is below them.
"""
