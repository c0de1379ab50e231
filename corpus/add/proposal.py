"""Turn a raw document into a proposal: its entry in ``sources.toml``, its files, and what is doubtful about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter

from corpus.add.metadata import ArticleFacts
from corpus.add.stated import stated_author, stated_day
from corpus.clean.pages import EXTRACTOR, HtmlPage, read_page
from corpus.clean.roles import assign_roles
from corpus.errors import InputError
from corpus.io.dates import GIVEN, PublicationDays, parse_days, publication_days
from corpus.io.text import decode
from corpus.io.urls import ID_LENGTH, host_name, is_url, slug
from corpus.languages.detection import identify_language
from corpus.languages.language import Language, load_language
from corpus.project.project import Project, is_id
from corpus.records import UNKNOWN, RawDocument, Segment, Source

_RAW_TEXT = "raw text"
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class AddOptions:
    """What the user declares about the articles to add; None means: determine it from the article, or leave unknown.

    Attributes:
        outlet: The newsroom; else the name of the page's site, or the host of its address.
        language: Code of the language.
        country: ISO 3166-1 code.
        url: Address, for a single article.
        date: A day, or two with ``..`` between them.
        id: Id, for a single article.
        rights: Who owns the text.
        split: The split to put the articles into.
        encoding: Encoding of the files.
        author: Who wrote it; else as the page or a byline says.
        title: The title, for a single article.
    """

    outlet: str | None = None
    language: str | None = None
    country: str | None = None
    url: str | None = None
    date: str | None = None
    id: str | None = None
    rights: str | None = None
    split: str | None = None
    encoding: str | None = None
    author: str | None = None
    title: str | None = None

    def for_article(self, facts: ArticleFacts) -> AddOptions:
        """Return the options for one article, of which a table says more."""
        known = {}
        for f in fields(facts):
            value = getattr(facts, f.name)
            if value is not None:
                known[f.name] = value
        return replace(self, **known)


@dataclass(frozen=True, slots=True)
class ArticleProposal:
    """An article that can be added to the project.

    Attributes:
        source: Its entry.
        files: The files to store, by name.
        split: The split to put it into.
        text: Its raw text.
        segments: Its segments with their roles.
        language: Its language.
        comment: A sentence for the entry: where the article is from.
        findings: What is doubtful.
    """

    source: Source
    files: Mapping[str, bytes]
    split: str
    text: str
    segments: tuple[Segment, ...]
    language: Language
    comment: str
    findings: tuple[str, ...] = ()


@dataclass(slots=True)
class UsedNames:
    """Ids and file names in lower case that are in use."""

    names: set[str] = field(default_factory=set)

    def is_free(self, article_id: str) -> bool:
        """Return whether neither an article nor a file has the name."""
        return self.names.isdisjoint(_names_of(article_id))

    def add(self, article_id: str) -> None:
        """Mark the names of an article as in use."""
        self.names.update(_names_of(article_id))


def _names_of(article_id: str) -> tuple[str, ...]:
    return (article_id, f"{article_id}.txt", f"{article_id}.html")


def propose(document: RawDocument, options: AddOptions, *, project: Project, used: UsedNames) -> ArticleProposal:
    """Determine what to add for an article. Nothing is written.

    Args:
        document: The article as found.
        options: What the user declares about it.
        project: The project to add it to.
        used: Names that are in use.

    Raises:
        InputError: The article cannot be read, or an option does not fit it.
        LanguageError: Its language cannot be detected, or has no data.
        ProjectError: Nothing determines the split.
        MissingExtraError: A library for HTML pages or language detection is not installed.
    """
    page = _read(document, options)
    code, finding = _language(page, options)
    language = load_language(code)
    segments = assign_roles(page.text, language, declared=page.line_roles)
    if not any(s.role == "body" for s in segments):
        raise InputError("no line is running text", path=document.name, hint="Check that this is an article")
    source, files = _source(document, page, segments, language, options=options, project=project, used=used)
    return ArticleProposal(
        source=source,
        files=files,
        split=split_for(project, language.code, options.split),
        text=page.text,
        segments=segments,
        language=language,
        comment=_comment(document, source),
        findings=(finding,) if finding else (),
    )


def _source(  # noqa: PLR0913  (all that is known of the article)
    document: RawDocument,
    page: HtmlPage,
    segments: Sequence[Segment],
    language: Language,
    *,
    options: AddOptions,
    project: Project,
    used: UsedNames,
) -> tuple[Source, dict[str, bytes]]:
    """Return the entry of an article and its files by name."""
    title, title_basis = _title(page, segments, given=options.title)
    url = _first(options.url, document.url, page.url)
    outlet = _first(options.outlet, page.outlet, host_name(url or "")) or UNKNOWN
    days = _days(document, page, segments, language, options=options, url=url)
    article_id = _article_id(document, options, days, outlet=outlet, used=used)
    outlet_sources = [s for s in project.sources if s.outlet == outlet != UNKNOWN]
    text_file = document.data if document.kind == "text" else page.text.encode("utf-8")
    files = {f"{article_id}.txt": text_file}
    source = Source(
        id=article_id,
        file=f"{article_id}.txt",
        sha256=_sha256(text_file),
        outlet=outlet,
        country=_first(options.country, _common(map(_country_of, outlet_sources))),
        language=language.code,
        title=title,
        title_basis=title_basis,
        url=url or None,
        published_earliest=days.earliest,
        published_latest=days.latest,
        published_basis=days.basis,
        rights=_first(options.rights, _common(map(_rights_of, outlet_sources))),
        author=_first(options.author, page.author, stated_author(page.text, segments, language)),
        roles=page.roles,
    )
    if document.kind == "text":
        return replace(source, encoding=document.charset or options.encoding or "utf-8"), files
    original = f"{article_id}.html"
    files[original] = document.data
    return replace(source, original=original, original_sha256=_sha256(document.data)), files


def _first(*values: str | None) -> str | None:
    """Return the first value that is known."""
    return next(filter(None, values), None)


def _days(
    document: RawDocument,
    page: HtmlPage,
    segments: Sequence[Segment],
    language: Language,
    *,
    options: AddOptions,
    url: str | None,
) -> PublicationDays:
    """Return when an article was published; a line of its text counts where nothing else says so."""
    days = publication_days(
        given=options.date, page_day=page.published, page_basis=page.published_from, url=url, fetched=document.fetched
    )
    if days.earliest is None:
        day = stated_day(page.text, segments, language)
        if day is not None and day <= (days.latest or day):
            return PublicationDays(day, day, _RAW_TEXT)
    return days


def _comment(document: RawDocument, source: Source) -> str:
    extracted = f"; the text was made by {EXTRACTOR}" if source.original else ""
    return f"Added {document.origin}{extracted}."


def check_options(options: AddOptions, *, project: Project) -> None:
    """Reject options that are wrong whatever the article.

    Args:
        options: What the user declares.
        project: The project to add articles to.

    Raises:
        InputError: A value is malformed, or there is no such split.
        LanguageError: There is no data for the language.
    """
    checks = (
        ("--outlet", options.outlet, _is_label, "Write the newsroom's name"),
        ("--author", options.author, _is_label, "Write the author's name"),
        ("--country", options.country, _is_country, "Write two capital letters"),
        ("--url", options.url, is_url, "Write it in full, with https://"),
        ("--id", options.id, is_id, "Use lower-case letters, digits and -"),
    )
    for option, value, is_valid, hint in checks:
        # An empty string counts as not declared, except for names.
        is_declared = value is not None if is_valid is _is_label else bool(value)
        if is_declared and not is_valid(value or ""):
            raise InputError(f"invalid value {value!r} for {option}", hint=hint)
    if options.rights is not None and not options.rights.strip():
        raise InputError(f"invalid value {options.rights!r} for --rights", hint="Say who owns the text")
    if options.date is not None:
        parse_days(options.date)
    if options.language is not None:
        load_language(options.language)
    if options.split is not None:
        split_for(project, "", options.split)


def _is_label(text: str) -> bool:
    return text.isprintable() and bool(text.strip())


def _is_country(text: str) -> bool:
    return _COUNTRY.fullmatch(text) is not None


def split_for(project: Project, language: str, requested: str | None) -> str:
    """Choose the split of a new article: the requested one, else that of its language's articles, else the only one.

    Args:
        project: The project.
        language: Code of the article's language.
        requested: The split that the user named.

    Raises:
        InputError: There is no such split, or several fit.
    """
    names = list(project.splits)
    if requested is not None:
        if requested not in names:
            raise InputError(f"unknown split {requested!r}", hint=f"The splits are {', '.join(names)}")
        return requested
    in_language = {project.split_of(s.id) for s in project.sources if s.language == language}
    fitting = sorted(in_language) or names
    if len(fitting) > 1:
        message = f"the split of an article in {language!r} is ambiguous"
        raise InputError(message, hint=f"Name one with --split: {', '.join(names)}")
    return fitting[0]


def _read(document: RawDocument, options: AddOptions) -> HtmlPage:
    if document.kind == "text":
        # The text of a row of a table was decoded with the table.
        encoding = document.charset or options.encoding or "utf-8"
        text = decode(document.data, path=document.name, encoding=encoding)
        return HtmlPage(text, {})
    return read_page(document.data, name=document.name, charset=document.charset, encoding=options.encoding)


def _language(page: HtmlPage, options: AddOptions) -> tuple[str, str]:
    """Return the code of the language, and a finding if it is doubtful."""
    if options.language is not None:
        return options.language, ""
    return identify_language(page.text, declared=page.language)


def _title(page: HtmlPage, segments: Iterable[Segment], *, given: str | None) -> tuple[str | None, str | None]:
    """Return the title and where it is from, None without one."""
    if given:
        return given, GIVEN
    if page.title:
        return page.title, page.title_from
    headline = next((s.span.of(page.text) for s in segments if s.role == "headline"), "")
    # A byte order mark is not part of a title; other invisible characters may be spelling.
    title = headline.removeprefix("\ufeff").strip()
    return (title, _RAW_TEXT) if title else (None, None)


_country_of, _rights_of = attrgetter("country"), attrgetter("rights")


def _common(values: Iterable[str | None]) -> str | None:
    """Return the value that all articles of the outlet share, None if they share none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _article_id(
    document: RawDocument, options: AddOptions, days: PublicationDays, *, outlet: str, used: UsedNames
) -> str:
    """Return the given id, else one of the outlet and the day or file name, with a number if it is in use."""
    if options.id is not None:
        if not used.is_free(options.id):
            message = f"the id {options.id!r} is in use by an article or a file in sources/"
            raise InputError(message, path=document.name, hint="Choose another --id")
        return options.id
    day = days.only_day
    name = "" if outlet == UNKNOWN else slug(outlet)
    # Without an outlet the day alone says little, and in another script the name gives no letters.
    parts = [name, f"{day:%Y%m%d}" if day and name else slug(document.stem)]
    base = "-".join(filter(None, parts))[:ID_LENGTH].rstrip("-") or "article"
    article_id, number = base, 1
    while not used.is_free(article_id):
        number += 1
        article_id = f"{base}-{number}"
    return article_id


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
