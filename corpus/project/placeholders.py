"""Find values of ``corpus.toml`` that nobody has replaced: those of a new project, and addresses that cannot exist."""

from __future__ import annotations

import re

from corpus.project.new_project import starter_values
from corpus.project.project import Project

#: What a new project has in these keys is meant to be replaced.
_REPLACED = ("title", "description", "creators", "maintainers", "contact", "homepage")
#: Domains that are reserved and lead nowhere (RFC 2606).
_RESERVED = re.compile(r"[@./](?:invalid|example|example\.(?:com|net|org))(?:[/:?#]|$)", re.IGNORECASE)


def placeholders(project: Project) -> list[str]:
    """Return the keys of ``corpus.toml`` whose values are placeholders.

    Args:
        project: The project.
    """
    starter = starter_values()
    found = []
    for key in _REPLACED:
        value = getattr(project, key)
        texts = value if isinstance(value, tuple) else (value,)
        if value and (list(texts) == _as_list(starter.get(key)) or any(map(_RESERVED.search, filter(None, texts)))):
            found.append(key)
    return found


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
