"""The annotation pipeline: text -> segments -> raw attributions -> scored attributions -> speakers -> article.

Each step is a function that takes records and returns new ones. `annotate_text` runs them for one text,
`annotate_source` for one source of a project, and `annotate_project` for all of its sources. Only `corpus.io` and
`corpus.project` read files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from corpus.clean.roles import Cleaned, clean_text, plain_segments
from corpus.combine.scoring import ScoredAttribution, combine
from corpus.io.processes import map_ordered
from corpus.io.text import check_size, check_text
from corpus.languages.detection import identify_language
from corpus.languages.language import Language, article_tokens, load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.registry import check_model
from corpus.project.project import Project, read_source
from corpus.quotes.engine import find_attributions
from corpus.records import Article, Model, Role, Source, Speaker, with_span_texts
from corpus.speakers.assembly import assemble
from corpus.speakers.authority import Authority
from corpus.speakers.context import Resolved
from corpus.speakers.mentions import Mention
from corpus.speakers.resolution import trace_speakers


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a text is annotated.

    Attributes:
        article_id: the id of the article in the result.
        language: code or alias of the language; detected from the text if None.
        plain: whether every line is article text, so that no line is dropped as boilerplate.
        roles: known roles by 1-based line; the other lines are classified.
        speakers: entries of an authority file to resolve sources against.
        model: the rules alone, the light tagger or the neural model. A language without it uses the next best model
            that it has.
    """

    article_id: str = ""
    language: str | None = None
    plain: bool = False
    roles: Mapping[int, Role] | None = None
    speakers: Sequence[Speaker] = ()
    model: Model = "tagger"


_DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Steps:
    """An annotated article with the intermediate results that it was made from.

    Attributes:
        article: the result.
        language: of the article.
        tokens: of its kept segments.
        scored: all candidates, ordered by content. Those that were not left out correspond one to one, in order, to
            the attributions of the article.
        resolved: the speakers of the article's attributions, in the same order.
        mentions: the names in the article.
        cleaned: the decisions of cleaning; None if every line is article text.
    """

    article: Article
    language: Language
    tokens: ArticleTokens
    scored: Sequence[ScoredAttribution]
    resolved: Sequence[Resolved]
    mentions: Sequence[Mention]
    cleaned: Cleaned | None = None


def annotate_text(text: str, options: Options = _DEFAULTS, **changes: Any) -> Article:  # noqa: ANN401
    """Annotate a raw text.

    Args:
        text: a raw article; offsets in the result are code points of it.
        options: how to annotate it.
        **changes: fields of `Options` that replace those of ``options``.

    Returns:
        The article with its segments, attributions and marks.

    Raises:
        InputError: the text is empty, contains NUL or exceeds a limit; a known role is of a line that does not exist;
            or the model is unknown.
        LanguageError: there is no data for the language, or it could not be detected.
        MissingExtraError: the libraries of the neural model are not installed.

    Examples:
        >>> article = annotate_text('"It is safe," said Kari Moen.', language="en")
        >>> [a.speaker for a in article.attributions]
        ['Kari Moen']
    """
    return annotate_steps(text, options, **changes).article


def annotate_steps(text: str, options: Options = _DEFAULTS, **changes: Any) -> Steps:  # noqa: ANN401
    """Annotate a raw text and keep the intermediate results; see `annotate_text`."""
    options = replace(options, **changes)
    check_text(text)
    check_model(options.model)
    language = load_language(options.language if options.language is not None else identify_language(text)[0])
    cleaned = None if options.plain else clean_text(text, language, declared=options.roles)
    segments = plain_segments(text) if cleaned is None else cleaned.segments
    tokens = article_tokens(text, segments, language)
    check_size(len(segments), tokens.count)
    raw, quoted = find_attributions(tokens, segments, language)
    scored = combine(tokens, segments, raw, quoted, language=language, model=options.model)
    kept = [s.attribution for s in scored if not s.left_out]
    authority = Authority(options.speakers, language)
    resolved, mentions = trace_speakers(tokens, segments, kept, language=language, authority=authority)
    attributions, marks = assemble(text, kept, quoted, resolved)
    attributions = tuple(with_span_texts(a, text) for a in attributions)
    uncertain = cleaned is not None and cleaned.uncertain
    article = Article(options.article_id, language.code, text, segments, attributions, marks, uncertain)
    return Steps(article, language, tokens, scored, resolved, mentions, cleaned)


def annotate_source(source: Source, *, project: Project, model: Model | None = None) -> Article:
    """Read, verify and annotate one source of a project.

    Args:
        source: the source.
        project: that declares it.
        model: what finds attributions; None for the model that the project names.

    Raises:
        SourceChangedError: the file is not the one that the project declares.
        InputError: the file cannot be read as text.
        LanguageError: there is no data for the language.
    """
    text = read_source(project, source)
    options = Options(
        article_id=source.id,
        language=source.language,
        roles=source.line_roles,
        speakers=project.speakers,
        model=model or project.model,
    )
    return annotate_text(text, options)


def annotate_project(
    project: Project, *, jobs: int = 1, progress: Callable[[str], None] | None = None, model: Model | None = None
) -> list[Article]:
    """Annotate all sources of a project.

    Args:
        project: the project.
        jobs: the number of processes; it does not change the result.
        progress: called with the id of each article when it is done.
        model: see `annotate_source`.

    Returns:
        The articles in the order of the project's sources.

    Raises:
        SourceChangedError, InputError, LanguageError: see `annotate_source`.
    """
    articles = []
    for article in map_ordered(partial(annotate_source, project=project, model=model), project.sources, jobs=jobs):
        articles.append(article)
        if progress is not None:
            progress(article.id)
    return articles
