"""Checks of the releases that lie in the project."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.check.context import Context
from corpus.check.registry import Place, Stage, place_of, register
from corpus.errors import ReleaseError
from corpus.project import RELEASES_FOLDER
from corpus.publish.manifest import MANIFEST, damaged_files, differing_tables, read_manifest, schema_note
from corpus.publish.release import release_path


@register("release-damaged", "error", Stage.RELEASES, doc="A release has not the files that its manifest says.")
def _release_damaged(context: Context) -> Iterator[Place]:
    releases = context.root / RELEASES_FOLDER
    if releases.exists() and not releases.is_dir():
        yield Place(releases, None, "this is no folder", "Move it away: releases lie in a folder of this name")
        return
    for folder in sorted(releases.glob("[!.]*")):
        try:
            damaged = damaged_files(folder, read_manifest(folder))
        except ReleaseError as e:
            yield place_of(e, default=folder)
            continue
        for name in damaged:
            remedy = "Restore it, or remove the release and build it again with the tools that its manifest names"
            yield Place(folder / name, None, "the file is missing or has other bytes than the manifest says", remedy)


@register(
    "release-differs", "error", Stage.REBUILD, doc="The release of the current version is not what a build gives now."
)
def _release_differs(context: Context) -> Iterator[Place]:
    folder = release_path(context.project)
    if folder.exists():
        manifest = read_manifest(folder)
        tables = differing_tables(manifest, context.hashes)
        if tables:
            message = f"version {context.project.version} was released with other content in {', '.join(tables)}"
            message += schema_note(manifest)
            yield Place(folder / MANIFEST, None, message, "Raise `version` in corpus.toml, or undo the change")
