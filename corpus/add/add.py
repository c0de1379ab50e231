"""Articles into a project: each read and told on its own, compared with those that are there, placed together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.add.duplicates import Index, Similar
from corpus.add.place import staged
from corpus.add.proposal import Given, Proposal, Taken, check_given, propose
from corpus.checks.declarations import unknown_keys
from corpus.clean.roles import assign_roles
from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.io.raw_files import Raw, raw_articles
from corpus.languages.language import Language, load_language
from corpus.pipeline import annotate_source
from corpus.project.project import SOURCES_FOLDER, Project, load_project, read_source
from corpus.records import Article, Segment, Source

#: So many articles in one call; a project of more is made in several.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was added: its entry, its split, what the tool finds in it, and what is doubtful."""

    source: Source
    split: str
    article: Article
    near: tuple[Similar, ...]
    findings: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What was added, in the order in which it was found, and what was not, with the reason."""

    added: tuple[Added, ...]
    failed: tuple[CorpusError, ...]


def add_articles(place: Path, given: Given, *, root: Path, force: bool = False, dry_run: bool = False) -> Result:
    """Add the articles of a file, a folder or standard input (``-``) to the project in a folder.

    An article that cannot be added is left out whole, and the others are added; those all together or, where the
    project would have an error with them, none.

    Args:
        place: where they are.
        given: what is known of all of them.
        root: the project's folder.
        force: whether to add also what has the text of an article that is there.
        dry_run: whether to say only what would be added.

    Raises:
        CorpusError: what is given does not fit, the project has an error, or would have one.
    """
    project = load_project(root)
    check_given(given, project=project)
    desk = _Desk(project, given, force=force)
    failed: list[CorpusError] = []
    for raw in raw_articles(place):
        try:
            desk.take(raw)
        except LanguageDataError:
            raise  # It is about the data, not about this article.
        except CorpusError as e:
            failed.append(_named(e, raw))
    added = _placed(project, desk.found, dry_run=dry_run) if desk.found else ()
    return Result(added, tuple(failed))


class _Desk:
    """Where articles are looked at one after another: what is there already, and what was found fit to be added."""

    def __init__(self, project: Project, given: Given, *, force: bool) -> None:
        self.project, self.given, self.force = project, given, force
        self.found: list[tuple[Proposal, tuple[Similar, ...]]] = []
        self._index = Index()
        self._hashes: dict[str, str] = {}
        names = {p.name.lower() for p in (project.root / SOURCES_FOLDER).iterdir()}
        self._taken = Taken(names | {s.id for s in project.sources})
        for source in project.sources:
            language, text = load_language(source.language), read_source(project, source)
            segments = assign_roles(text, language, declared=source.line_roles)
            self._note(source, text, segments, language)

    def take(self, raw: Raw | CorpusError) -> None:
        """Read an article and note what is proposed for it; nothing is noted where that raises."""
        if isinstance(raw, CorpusError):
            raise raw
        if len(self.found) >= _MOST:
            raise InputError("there are too many articles for one call", hint=f"The limit is {_MOST:,}")
        if self.found and (self.given.id or self.given.url):
            raise InputError("--id and --url are for one article, and this is another", hint="Add it on its own")
        self._refuse_bytes(hashlib.sha256(raw.data).hexdigest())
        proposal = propose(raw, self.given, project=self.project, taken=self._taken)
        self._refuse_bytes(proposal.source.sha256)
        similar = self._index.similar(proposal.text, proposal.segments, proposal.language)
        for other in similar:
            if other.same and not self.force:
                raise InputError(f"the text is that of {other.id}", hint="Add it all the same with --force")
        self._taken.take(proposal.source.id)
        self._note(proposal.source, proposal.text, proposal.segments, proposal.language)
        self.found.append((proposal, similar))

    def _note(self, source: Source, text: str, segments: Sequence[Segment], language: Language) -> None:
        self._index.add(source.id, text, segments, language)
        for sha256 in filter(None, (source.sha256, source.original_sha256)):
            self._hashes.setdefault(sha256, source.id)

    def _refuse_bytes(self, sha256: str) -> None:
        if sha256 in self._hashes:
            hint = "An article is declared once; also --force does not add it again"
            raise InputError(f"the bytes are those of {self._hashes[sha256]}", hint=hint)


def _named(error: CorpusError, raw: Raw | CorpusError) -> CorpusError:
    """The error with the name of the article, where it has none."""
    if isinstance(raw, CorpusError) or error.path is not None:
        return error
    return type(error)(error.message, path=raw.name, line=error.line, hint=error.hint)


def _placed(
    project: Project, found: Sequence[tuple[Proposal, tuple[Similar, ...]]], *, dry_run: bool
) -> tuple[Added, ...]:
    with staged(project, [proposal for proposal, _ in found], beside=not dry_run) as (grown, put):
        added = tuple(_added(proposal, near, grown) for proposal, near in found)
        if not dry_run:
            put()
    return added


def _added(proposal: Proposal, near: tuple[Similar, ...], project: Project) -> Added:
    source = proposal.source
    alike = tuple(
        f"{'the text is that' if n.same else f'{n.similarity:.0%} of the shorter text are also in that'} of {n.id}"
        for n in near
    )
    article = annotate_source(source, project=project)
    return Added(source, proposal.split, article, near, proposal.findings + alike, tuple(unknown_keys(source)))
