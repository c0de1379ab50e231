"""Write proposed entries as TOML, and into the authority file; existing lines stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write
from corpus.io.toml import record_of
from corpus.project.changes import writing
from corpus.project.project import SPEAKERS_FILE, load_project
from corpus.project.voices import SpeakerProposal
from corpus.records import Speaker

#: Articles that a comment names.
_NAMED = 3


def entries_as_toml(proposals: Sequence[SpeakerProposal]) -> str:
    """Return new entries as TOML, each with its evidence as comments, and forms for existing entries as comments."""
    parts = []
    for proposal in sorted(proposals, key=lambda p: not p.is_new):
        if proposal.is_new:
            parts.append(_entry(proposal))
        else:
            forms = tomlkit.item(_inline(proposal)).as_string()
            parts.append("".join(_comments(proposal)) + f"# add to the aliases of {proposal.speaker_id}: {forms}\n")
    return "\n".join(parts)


def _entry(proposal: SpeakerProposal) -> str:
    voice = proposal.voice
    table = tomlkit.table()
    table.add("id", proposal.speaker_id)
    table.add("name", voice.name)
    table.add("kind", voice.kind)
    table.add("aliases", _inline(proposal))
    return "".join(["[[speaker]]\n", *_comments(proposal), table.as_string()])


def _comments(proposal: SpeakerProposal) -> list[str]:
    voice = proposal.voice
    articles = ", ".join(voice.articles[:_NAMED])
    more = ", …" if len(voice.articles) > _NAMED else ""
    lines = [f"# quotes: {voice.quotes}, articles: {len(voice.articles)} ({articles}{more})\n"]
    for variant in voice.variants:
        line = f"# {' '.join(f'{variant.name}: {variant.evidence}'.split())}\n"
        if variant.evidence and line not in lines:
            lines.append(line)
    return lines


def _inline(proposal: SpeakerProposal) -> InlineTable:
    table = tomlkit.inline_table()
    for code, forms in proposal.aliases.items():
        table.add(code, list(forms))
    return table


def write_entries(root: Path, proposals: Sequence[SpeakerProposal]) -> Path:
    """Write proposals into the authority file of a project, atomically.

    Args:
        root: The project's folder.
        proposals: The entries to add, and the forms to add to existing ones.

    Returns:
        The file.

    Raises:
        ProjectError: The file changed meanwhile, cannot be edited or written, or the result would be invalid.
    """
    path = root / SPEAKERS_FILE
    with writing(root):
        known = {s.id for s in load_project(root, allow_empty=True).speakers}
        if any(proposal.is_new == (proposal.speaker_id in known) for proposal in proposals):
            hint = "Run the command again"
            raise ProjectError("the entries changed while they were proposed", path=path, hint=hint)
        try:
            text = path.read_bytes().decode() if path.exists() else ""
            new_text = _with_proposals(text, proposals, path)
            atomic_write(path, new_text.encode())
        except OSError as e:
            hint = "Nothing was changed; fix the permissions"
            raise ProjectError(f"cannot be written ({e.strerror})", path=path, hint=hint) from e
    return path


def _with_proposals(text: str, proposals: Sequence[SpeakerProposal], path: Path) -> str:
    text = _with_aliases(text, [p for p in proposals if not p.is_new], path)
    added = entries_as_toml([p for p in proposals if p.is_new])
    separator = "" if not text else ("\n" if text.endswith("\n") else "\n\n")
    added = separator + added if added else ""
    result = text + (added.replace("\n", "\r\n") if "\r\n" in text else added)
    for entry in tomllib.loads(result)["speaker"]:
        record_of(Speaker, entry, path=path)
    return result


def _with_aliases(text: str, proposals: Sequence[SpeakerProposal], path: Path) -> str:
    """Return the text with forms added to the aliases of existing entries."""
    if not proposals:
        return text
    try:
        document = tomlkit.parse(text)
        entries = {entry["id"]: entry for entry in document["speaker"]}
        for proposal in proposals:
            entry = entries[proposal.speaker_id]
            if "aliases" not in entry:
                entry.add("aliases", tomlkit.inline_table())
            for code, forms in proposal.aliases.items():
                if code not in entry["aliases"]:
                    entry["aliases"].add(code, [])
                for form in forms:
                    entry["aliases"][code].append(form)
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError) as e:
        hint = "Add the forms by hand: `corpus speakers --toml` prints them"
        raise ProjectError(f"the entries cannot be edited ({e})", path=path, hint=hint) from e
