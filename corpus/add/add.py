"""Add articles to a project: each is read and checked on its own, compared with existing ones, and all are placed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.add.documents import FoundDocument, document_source
from corpus.add.duplicates import DuplicateIndex, SimilarArticle
from corpus.add.metadata import FILE, MetadataTable, read_metadata
from corpus.add.place import staged
from corpus.add.proposal import AddOptions, ArticleProposal, UsedNames, check_options, propose, split_for
from corpus.checks.declarations import unknown_keys
from corpus.clean.roles import assign_roles
from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.languages.language import Language, load_language
from corpus.pipeline import annotate_source
from corpus.project.changes import writing
from corpus.project.project import SOURCES_FOLDER, Project, load_project, read_source
from corpus.records import Article, Model, RawDocument, Segment, Source

#: Articles in one call; a larger project is made in several.
_MAX_ARTICLES = 10_000


@dataclass(frozen=True, slots=True)
class AddedArticle:
    """An article that was added.

    Attributes:
        source: Its entry in ``sources.toml``.
        split: The split that it is in.
        article: The article as the tool annotates it.
        near: Existing articles that it resembles.
        findings: What is doubtful, as sentences.
        unknown: Keys of the entry whose values are unknown.
    """

    source: Source
    split: str
    article: Article
    near: tuple[SimilarArticle, ...]
    findings: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddResult:
    """What `add_articles` did.

    Attributes:
        added: The articles that were added, in the order they were found.
        failed: The errors of those that were not.
        skipped: Names in a folder that were not read.
    """

    added: tuple[AddedArticle, ...]
    failed: tuple[CorpusError, ...]
    skipped: tuple[str, ...] = ()


def add_articles(  # noqa: PLR0913  (one parameter per option)
    place: Path,
    options: AddOptions,
    *,
    root: Path,
    metadata: Path | None = None,
    model: Model | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> AddResult:
    """Add the articles of a file, a folder or standard input (``-``) to a project.

    An article that cannot be added is skipped and the others are added. If the project would then have an error, none
    is added.

    Args:
        place: Where the articles are.
        options: What is known of all of them.
        root: The project's folder.
        metadata: A table of what is known about each file; see `corpus.add.metadata`.
        model: What finds the attributions that are reported; None for the model of the project.
        force: Whether to add an article whose text is there already.
        dry_run: Whether to change nothing.

    Returns:
        What was added, or would be, and what was not.

    Raises:
        CorpusError: An option or the metadata are invalid, or the project has an error or would have one.
    """
    with nullcontext() if dry_run else writing(root):
        project = load_project(root, allow_empty=True)
        return _add(place, options, project=replace(project, model=model or project.model),
                    metadata=metadata, force=force, dry_run=dry_run)  # fmt: skip


def _add(
    place: Path, options: AddOptions, *, project: Project, metadata: Path | None, force: bool, dry_run: bool
) -> AddResult:
    check_options(options, project=project)
    table = None if metadata is None else read_metadata(metadata, key=FILE)
    if table is not None:
        _check_splits(table, project)
    source = document_source(place, table)
    importer = _Importer(project, options, force=force)
    failed: list[CorpusError] = []
    for found in source.read():
        try:
            importer.accept(found)
        except LanguageDataError:
            raise  # It is about the language data, not about this article.
        except CorpusError as e:
            failed.append(_with_name(e, found.document))
    added = _place(project, importer.accepted, dry_run=dry_run) if importer.accepted else ()
    return AddResult(added, tuple(failed), source.skipped)


def _check_splits(table: MetadataTable, project: Project) -> None:
    for row in table.rows:
        if row.facts.split is not None:
            try:
                split_for(project, "", row.facts.split)
            except CorpusError as e:
                raise type(e)(e.message, path=table.path, line=row.line, hint=e.hint) from e


class _Importer:
    """Reads articles one after another and rejects those that are there already."""

    def __init__(self, project: Project, options: AddOptions, *, force: bool) -> None:
        self.project, self.options, self.force = project, options, force
        self.accepted: list[tuple[ArticleProposal, tuple[SimilarArticle, ...]]] = []
        self._index = DuplicateIndex()
        self._ids_by_hash: dict[str, str] = {}
        file_names = {path.name.lower() for path in (project.root / SOURCES_FOLDER).iterdir()}
        self._used = UsedNames(file_names.union(s.id for s in project.sources))
        for source in project.sources:
            language, text = load_language(source.language), read_source(project, source)
            segments = assign_roles(text, language, declared=source.line_roles)
            self._index_article(source, text, segments, language)

    def accept(self, found: FoundDocument) -> None:
        """Read an article and keep its proposal; if this raises, nothing is kept."""
        document = found.document
        if isinstance(document, CorpusError):
            raise document
        if len(self.accepted) >= _MAX_ARTICLES:
            raise InputError("too many articles for one call", hint=f"The limit is {_MAX_ARTICLES:,}")
        if self.accepted and (self.options.id or self.options.url):
            message = "--id and --url are for a single article, and this is a second one"
            raise InputError(message, hint="Add it separately")
        self._reject_known_bytes(hashlib.sha256(document.data).hexdigest())
        options = self.options.for_article(found.facts)
        proposal = propose(document, options, project=self.project, used=self._used)
        self._reject_known_bytes(proposal.source.sha256)
        similar = self._index.similar(proposal.text, proposal.segments, proposal.language)
        same = [other.id for other in similar if other.same]
        if same and not self.force:
            raise InputError(f"the text is that of {same[0]}", hint="Use --force to add it nevertheless")
        self._used.add(proposal.source.id)
        self._index_article(proposal.source, proposal.text, proposal.segments, proposal.language)
        self.accepted.append((proposal, similar))

    def _index_article(self, source: Source, text: str, segments: Sequence[Segment], language: Language) -> None:
        self._index.add(source.id, text, segments, language)
        for sha256 in filter(None, (source.sha256, source.original_sha256)):
            self._ids_by_hash.setdefault(sha256, source.id)

    def _reject_known_bytes(self, sha256: str) -> None:
        known = self._ids_by_hash.get(sha256)
        if known is not None:
            hint = "An article is declared once; --force does not change that"
            raise InputError(f"the bytes are those of {known}", hint=hint)


def _with_name(error: CorpusError, document: RawDocument | CorpusError) -> CorpusError:
    """Return the error with the name of the article, if it has none."""
    if isinstance(document, CorpusError) or error.path is not None:
        return error
    return error.at(document.name)


def _place(
    project: Project, accepted: Sequence[tuple[ArticleProposal, tuple[SimilarArticle, ...]]], *, dry_run: bool
) -> tuple[AddedArticle, ...]:
    with staged(project, [proposal for proposal, _ in accepted], in_project=not dry_run) as (staged_project, commit):
        new_project = replace(staged_project, model=project.model)
        added = tuple(_added(proposal, near, new_project) for proposal, near in accepted)
        if not dry_run:
            commit()
    return added


def _added(proposal: ArticleProposal, near: tuple[SimilarArticle, ...], project: Project) -> AddedArticle:
    source = proposal.source
    return AddedArticle(
        source=source,
        split=proposal.split,
        article=annotate_source(source, project=project),
        near=near,
        findings=proposal.findings + tuple(map(_similarity_finding, near)),
        unknown=tuple(unknown_keys(source)),
    )


def _similarity_finding(similar: SimilarArticle) -> str:
    if similar.same:
        return f"the text is that of {similar.id}"
    return f"{similar.similarity:.0%} of the shorter text are also in that of {similar.id}"
