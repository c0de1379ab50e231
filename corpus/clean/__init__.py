"""Cleaning: every non-empty line of a raw text gets a role and the id of the rule that gave it. Nothing is deleted."""

from corpus.clean.roles import assign_roles, plain_segments

__all__ = ["assign_roles", "plain_segments"]
