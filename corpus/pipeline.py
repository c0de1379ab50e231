"""The line, written down once: text -> segments -> attributions -> speakers -> article; and sources -> articles.

Each step is a function from records to records; nobody writes back. Only `corpus.io.text` touches files here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.clean.roles import Cleaned, clean_text, plain_segments
from corpus.combine.scoring import Weighed, weigh
from corpus.io.processes import map_ordered
from corpus.io.text import check_size, check_text
from corpus.languages.detection import detect_language
from corpus.languages.language import Language, article_tokens, load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.registry import check_model
from corpus.project.project import Project, read_source
from corpus.quotes.engine import find_attributions
from corpus.records import Article, Model, Role, Source, Speaker
from corpus.speakers.assembly import assemble
from corpus.speakers.authority import Authority
from corpus.speakers.context import Resolved
from corpus.speakers.mentions import Mention
from corpus.speakers.resolution import trace_speakers


@dataclass(frozen=True, slots=True)
class Steps:
    """An annotated article and what its attributions were made of.

    ``weighed`` are all candidates in order of their contents, those left out as well: the attributions of the article
    are those that stay, one by one, and ``resolved`` are their speakers. ``mentions`` are the names in the article.
    """

    article: Article
    language: Language
    tokens: ArticleTokens
    weighed: Sequence[Weighed]
    resolved: Sequence[Resolved]
    mentions: Sequence[Mention]
    cleaned: Cleaned | None = None


def annotate_text(  # noqa: PLR0913  (one for each thing that can be known of a text)
    text: str,
    *,
    article_id: str = "",
    language: str | None = None,
    plain: bool = False,
    roles: Mapping[int, Role] | None = None,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> Article:
    """A raw text with its segments, attributions and marks.

    Args:
        text: a raw article; offsets in the result are code points of it.
        article_id: what the article is called in the result.
        language: code or alias; told from the text where None.
        plain: whether every line is article text, so that nothing is cleaned away.
        roles: roles that are known, by 1-based line, so that cleaning does not decide them.
        speakers: entries of an authority file that sources are resolved against.
        model: the rules alone, or with the tagger or the neural model, in a language that has one.

    Raises:
        InputError: the text is empty, has a NUL, or is over a limit, a known role is for a line that it lacks, or there
            is no such model.
        LanguageError: no data for the language, or it could not be told.
    """
    return annotate_steps(
        text, article_id=article_id, language=language, plain=plain, roles=roles, speakers=speakers, model=model
    ).article


def annotate_steps(  # noqa: PLR0913  (as `annotate_text`)
    text: str,
    *,
    article_id: str = "",
    language: str | None = None,
    plain: bool = False,
    roles: Mapping[int, Role] | None = None,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> Steps:
    """A raw text with its segments, attributions and marks, and what they were made of; see `annotate_text`."""
    check_text(text)
    check_model(model)
    known = load_language(language if language is not None else detect_language(text))
    cleaned = None if plain else clean_text(text, known, declared=roles)
    segments = plain_segments(text) if cleaned is None else cleaned.segments
    tokens = article_tokens(text, segments, known)
    check_size(len(segments), tokens.count)
    found, quoted = find_attributions(tokens, segments, known)
    weighed = weigh(tokens, segments, found, quoted, language=known, model=model)
    found = [w.found for w in weighed if not w.left_out]
    authority = Authority(speakers, known)
    resolved, mentions = trace_speakers(tokens, segments, found, language=known, authority=authority)
    attributions, marks = assemble(text, found, quoted, resolved)
    uncertain = cleaned is not None and cleaned.uncertain
    article = Article(article_id, known.code, text, segments, attributions, marks, uncertain)
    return Steps(article, known, tokens, weighed, resolved, mentions, cleaned)


def annotate_source(source: Source, *, project: Project, model: Model = "rules") -> Article:
    """One source of a project, read, verified and annotated; by the rules alone, since a corpus follows the guidelines.

    Raises:
        SourceChangedError, InputError, LanguageError: as `corpus.project.project.read_source` and `annotate_text` do.
    """
    text, speakers = read_source(project, source), project.speakers
    return annotate_text(
        text, article_id=source.id, language=source.language, roles=source.line_roles, speakers=speakers, model=model
    )


def annotate_project(
    project: Project, *, jobs: int = 1, progress: Callable[[str], None] | None = None, model: Model = "rules"
) -> list[Article]:
    """All articles of a project in the order of its sources, whatever the number of processes.

    ``progress`` is called with each article's id when it is done.
    """
    articles = []
    for article in map_ordered(partial(annotate_source, project=project, model=model), project.sources, jobs=jobs):
        articles.append(article)
        if progress is not None:
            progress(article.id)
    return articles
