"""Find values of ``corpus.toml`` that were never replaced: those of a new project, and addresses that cannot exist."""

from __future__ import annotations

import re

from corpus.project.new_project import starter_values
from corpus.project.project import Project

#: What a new project has in these keys is meant to be replaced.
_REPLACED = ("title", "description", "creators", "maintainers", "contact", "homepage")
#: Domains that are reserved and lead nowhere (RFC 2606), at the end of the host of an address.
_RESERVED = re.compile(
    r"(?:[^@]*@|[a-z]+://)(?:[^/@:?#]*\.)?(?:invalid|example|example\.(?:com|net|org))(?:[/:?#].*)?", re.IGNORECASE
)


def placeholders(project: Project) -> list[str]:
    """Return the keys of ``corpus.toml`` whose values are placeholders.

    Args:
        project: The project.
    """
    starter = starter_values()
    of_new_project: set[str] = set()
    for key in _REPLACED:
        of_new_project.update(_texts(starter.get(key)))
    found = []
    for key in _REPLACED:
        texts = _texts(getattr(project, key))
        if any(text in of_new_project or _RESERVED.fullmatch(text) for text in texts):
            found.append(key)
    return found


def _texts(value: object) -> list[str]:
    """Return the strings of a value: itself, or those in a list."""
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, str)]
