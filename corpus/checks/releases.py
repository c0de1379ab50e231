"""Checks of the releases in the project."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.context import CheckContext
from corpus.checks.registry import CheckResult, Stage, register
from corpus.project.project import RELEASES_FOLDER
from corpus.release.manifest import MANIFEST, differing_tables, model_note, read_manifest, schema_version_note
from corpus.release.verify import verify_release
from corpus.release.write import release_path


@register("release-damaged", "error", Stage.RELEASES, doc="A release differs from its manifest: see `corpus verify`.")
def _release_damaged(context: CheckContext) -> Iterator[CheckResult]:
    releases = context.root / RELEASES_FOLDER
    if releases.exists() and not releases.is_dir():
        yield CheckResult(releases, None, "this is not a folder", "Move it away: the folder of releases has this name")
        return
    hint = "Restore it, or remove the release and build it again with the tools that its manifest names"
    for folder in sorted(releases.glob("[!.]*")):
        for fault in verify_release(folder).faults:
            yield CheckResult(folder / fault.file, None, fault.message, hint)


@register(
    "release-differs", "error", Stage.REBUILD, doc="The release of the current version is not what a build makes now."
)
def _release_differs(context: CheckContext) -> Iterator[CheckResult]:
    folder = release_path(context.project)
    if not folder.exists():
        return
    manifest = read_manifest(folder)
    tables = differing_tables(manifest, context.hashes)
    if tables:
        message = f"version {context.project.version} was released with other content in {', '.join(tables)}"
        message += schema_version_note(manifest) + model_note(manifest, context.project.model)
        hint = "Raise `version` in corpus.toml, or undo the change"
        yield CheckResult(folder / MANIFEST, None, message, hint)
