"""Checks of the releases that lie in the project."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.context import Context
from corpus.checks.registry import Place, Stage, register
from corpus.project.project import RELEASES_FOLDER
from corpus.release.manifest import MANIFEST, differing_tables, read_manifest, schema_version_note
from corpus.release.verify import verify_release
from corpus.release.write import release_path


@register(
    "release-damaged", "error", Stage.RELEASES, doc="A release is not what its manifest says: see `corpus verify`."
)
def _release_damaged(context: Context) -> Iterator[Place]:
    releases = context.root / RELEASES_FOLDER
    if releases.exists() and not releases.is_dir():
        yield Place(releases, None, "this is no folder", "Move it away: releases lie in a folder of this name")
        return
    for folder in sorted(releases.glob("[!.]*")):
        for fault in verify_release(folder).faults:
            hint = "Restore it, or remove the release and build it again with the tools that its manifest names"
            yield Place(folder / fault.file, None, fault.message, hint)


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
            message += schema_version_note(manifest)
            yield Place(folder / MANIFEST, None, message, "Raise `version` in corpus.toml, or undo the change")
