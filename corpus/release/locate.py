"""Find the release that a name means: a folder, a project, an installed package, or a data set on the Hub."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import HubError, ProjectError, ReleaseError, did_you_mean
from corpus.project.project import PROJECT_FILE, RELEASES_FOLDER, find_project
from corpus.release.manifest import MANIFEST, read_manifest

#: The group of entry points by which a distribution says that one of its packages is the folder of a release.
RELEASES_GROUP = "convoy17.releases"
_HUB_PREFIX = "hf://datasets/"
_REPO = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")


@dataclass(frozen=True, slots=True)
class HubRelease:
    """A release on the Hugging Face Hub: the data set repository, and the tag of a version if one is named."""

    repo: str
    version: str | None


def locate_release(name: Path | str | None, *, version: str | None = None) -> Path | HubRelease:
    """Find a release.

    Args:
        name: The folder of a release or of a project; the name of an installed release (entry points of the group
            ``convoy17.releases``); or a data set on the Hub (``org/name``). None for the project of the current folder
            or of one above it, else the only installed release.
        version: A version of the project or on the Hub; the newest where None.

    Raises:
        ReleaseError: There is no such release.
        ProjectError: No name is given, and there is neither a project nor an installed release.
    """
    if name is None:
        return _default(version)
    folder = Path(name)
    if (folder / PROJECT_FILE).is_file():
        return find_release(folder, version=version)
    if folder.is_dir():
        return _checked(folder, version)
    installed = {point.name: point for point in entry_points(group=RELEASES_GROUP)}
    if str(name) in installed:
        return _checked(_folder_of(installed[str(name)]), version)
    repo = str(name).removeprefix(_HUB_PREFIX)
    if isinstance(name, str) and _REPO.fullmatch(repo):
        return HubRelease(repo, version)
    hint = "Name a folder, an installed release or a data set on the Hub (org/name)"
    if installed:
        hint = f"{did_you_mean(str(name), installed)}{hint}; installed are {', '.join(sorted(installed))}"
    raise ReleaseError("no such release", path=name, hint=hint)


def _default(version: str | None) -> Path:
    try:
        project = find_project(Path.cwd(), parents=True)
    except ProjectError as e:
        installed = sorted(entry_points(group=RELEASES_GROUP), key=lambda point: point.name)
        if len(installed) == 1:
            return _checked(_folder_of(installed[0]), version)
        named = ", ".join(point.name for point in installed)
        hint = 'Pass release=: a folder, or a data set on the Hub ("org/name")'
        if installed:
            hint += f"; installed are {named}"
        raise ProjectError(e.message, path=e.path, hint=hint) from e
    return find_release(project, version=version)


def _folder_of(point: EntryPoint) -> Path:
    """The folder of an installed package that is a release."""
    try:
        spec = find_spec(point.value)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        message = f"the installed release {point.name!r} has no folder {point.value!r}"
        raise ReleaseError(message, hint="Install it again")
    return Path(spec.submodule_search_locations[0])


def _checked(folder: Path, version: str | None) -> Path:
    """Return the folder of a release if it has the version that is named, if any."""
    if not (folder / MANIFEST).is_file():
        raise ReleaseError("this folder is not a release and not a project", path=folder, hint="Check the path")
    if version is not None and (found := read_manifest(folder)["version"]) != version:
        raise ReleaseError(f"this is version {found}, not {version}", path=folder, hint="Leave version= out")
    return folder


def hub_error(release: HubRelease, error: Exception) -> HubError:
    """Return the error for a release that cannot be loaded from the Hub."""
    cause = " ".join(str(error).split())[:300]
    version = "" if release.version is None else f" {release.version}"
    hint = "Check the name, the version and the network; private data sets require a login or the variable HF_TOKEN"
    return HubError(f"{release.repo}{version} cannot be loaded from the Hub ({cause})", hint=hint)


def find_release(root: Path, *, version: str | None = None) -> Path:
    """Return the folder of a project's release.

    Args:
        root: the project folder.
        version: the version; the newest where None.

    Raises:
        ReleaseError: there is no such release; the message lists those that exist.
    """
    folder = root / RELEASES_FOLDER
    releases = sorted((p.parent for p in folder.glob(f"[!.]*/{MANIFEST}")), key=lambda p: _version_order(p.name))
    if not releases:
        missing = "release" if version is None else f"release {version}"
        raise ReleaseError(f"no {missing}", path=folder, hint="Build one with `corpus build`")
    if version is None:
        return releases[-1]
    for release in releases:
        if release.name == version:
            return release
    names = [p.name for p in releases]
    hint = f"{did_you_mean(version, names)}Existing releases: {', '.join(names)}"
    raise ReleaseError(f"no release {version}", path=folder, hint=hint)


def _version_order(version: str) -> tuple[list[int], bool, str]:
    """Sort key: numbers by value; a pre-release (1.0.0-rc.1) comes before the final version."""
    number, _, before = version.partition("-")
    return [int(n) for n in re.findall(r"\d+", number)], not before, before
