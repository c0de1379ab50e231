"""New articles in the project's two files: entries behind those of ``sources.toml``, ids in a split of ``corpus.toml``.

What stands in the files stays as it is, comments and order included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from corpus.add.propose import Proposal
from corpus.errors import ProjectError
from corpus.records import Source


def with_entries(text: str, proposals: Iterable[Proposal]) -> str:
    """The text of ``sources.toml`` with an entry for each proposal behind what is there."""
    entries = "".join("\n" + _entry(p) for p in proposals)
    if "\r\n" in text:
        entries = entries.replace("\n", "\r\n")
    return (text if not text or text.endswith("\n") else text + "\n") + entries


def _entry(proposal: Proposal) -> str:
    table = tomlkit.table()
    defaults = {f.name: f.default for f in fields(Source)}
    for key, default in defaults.items():
        value = getattr(proposal.source, key)
        if key == "roles":
            _roles(table, proposal.source)
        elif value != default:
            table.add(key, value)
    entries = tomlkit.aot()
    entries.append(table)
    document = tomlkit.document()
    document.add("article", entries)
    heading, _, rest = tomlkit.dumps(document).partition("\n")
    return f"{heading}\n# {proposal.comment}\n{rest}"


def _roles(table: Table, source: Source) -> None:
    if source.roles:
        roles = tomlkit.inline_table()
        for role, lines in source.roles.items():
            roles.add(role, list(lines))
        table.add("roles", roles)


def with_split_ids(text: str, proposals: Iterable[Proposal]) -> str:
    """The text of ``corpus.toml`` with the id of each proposal in its split.

    Raises:
        ProjectError: the splits are written in a way that cannot be added to.
    """
    try:
        document = tomlkit.parse(text)
        for proposal in proposals:
            document["splits"][proposal.split].append(proposal.source.id)
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError) as e:
        raise ProjectError(f"the splits cannot be added to ({e})", remedy="Write them as `train = [...]`") from e
