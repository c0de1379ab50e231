"""``corpus speakers``: list who is quoted, and propose entries for the authority file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from corpus.cli.console import count_of, emit, emit_json, isolated, progress, table_console
from corpus.cli.options import JobsOption, JsonOption, ProjectOption, project_folder
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import load_project
from corpus.project.speaker_entries import entries_as_toml, write_entries
from corpus.project.voices import SpeakerProposal, Voice, VoiceList, propose_entries, unlisted_of, voices_of

_TomlOption = Annotated[bool, typer.Option("--toml", help="Print proposed entries for speakers.toml.")]
_WriteOption = Annotated[bool, typer.Option("--write", help="Write the proposed entries into speakers.toml.")]
_MinOption = Annotated[
    int, typer.Option("--min-quotes", min=1, metavar="N", help="Propose entries for voices quoted this often.")
]


def speakers(
    *,
    as_toml: _TomlOption = False,
    write: _WriteOption = False,
    min_quotes: _MinOption = 1,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """List who is quoted, and propose entries for the authority file.

    Forms of one name are grouped: short forms, and forms in other scripts by their consonants. The evidence is shown.
    Entries are proposed for the voices that speakers.toml does not list; read them before you rely on them.

    Examples:
      corpus speakers
      corpus speakers --toml --min-quotes 2
      corpus speakers --write
    """
    if as_toml and write:
        raise typer.BadParameter("--toml prints the entries, --write writes them: use one")
    root = project_folder(project)
    loaded = load_project(root)
    with progress("articles", total=len(loaded.sources)) as advance:
        articles = annotate_project(loaded, jobs=jobs, progress=advance)
    found = voices_of(loaded, curated_articles(loaded, articles))
    proposals = propose_entries(loaded, found.voices, min_quotes=min_quotes)
    if write:
        _write(proposals, root)
    elif as_toml:
        emit(entries_as_toml(proposals).rstrip("\n"))
    elif as_data:
        emit_json(_to_json(found, proposals), indent=2)
    else:
        _print_list(found, proposals)


def _write(proposals: Sequence[SpeakerProposal], root: Path) -> None:
    if not proposals:
        emit("all voices are listed")
        return
    path = write_entries(root, proposals)
    emit(f"{path}: {_counted(proposals)}")
    emit("next: read the new entries, correct names and kinds, add roles")


def _counted(proposals: Sequence[SpeakerProposal]) -> str:
    """The number of new entries, and of entries with new forms."""
    new = sum(p.is_new for p in proposals)
    words = ["1 new entry" if new == 1 else f"{new} new entries"]
    if new < len(proposals):
        words.append(f"forms for {len(proposals) - new} that exist")
    return ", ".join(words)


def _to_json(found: VoiceList, proposals: Sequence[SpeakerProposal]) -> dict[str, Any]:
    proposed = [{"id": p.speaker_id, "new": p.is_new, "name": p.voice.name, "aliases": p.aliases} for p in proposals]
    return {"voices": [asdict(v) for v in found.voices], "unknown": found.unknown, "proposed": proposed}


def _print_list(found: VoiceList, proposals: Sequence[SpeakerProposal]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("speaker", overflow="fold")
    table.add_column("listed as", overflow="fold")
    table.add_column("kind")
    for name in ("quotes", "articles", "outlets"):
        table.add_column(name, justify="right")
    table.add_column("variants", overflow="fold")
    for voice in found.voices:
        counts = map(str, (voice.quotes, len(voice.articles), len(voice.outlets)))
        table.add_row(isolated(voice.name, "auto"), voice.speaker_id or "–", voice.kind, *counts, _variants(voice))
    if found.voices:
        table_console().print(table)
    unlisted = list(unlisted_of(found.voices))
    emit(f"{count_of(len(found.voices), 'voice')}, {len(unlisted)} not listed; speaker unknown: {found.unknown}")
    if proposals:
        emit(f"proposed: {_counted(proposals)}. Print them with --toml, write them with --write")


def _variants(voice: Voice) -> Text:
    """The forms of a voice other than its name, with language, count and evidence."""
    parts = []
    for v in voice.variants:
        if v.name != voice.name or v.evidence:
            why = f": {v.evidence}" if v.evidence else ""
            parts.append(Text.assemble(isolated(v.name, "auto"), f" ({v.language}, {v.quotes}{why})"))
    return Text("; ").join(parts)
