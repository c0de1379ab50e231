"""convoy17: a trilingual corpus of attributed news quotations, and the tool that builds it.

`load` returns the published corpus as a ``datasets.DatasetDict``; `annotate` finds who says what in a text. `tag_batch`
does the same for Arrow tables of articles; `quotes_of`, `paragraphs_of`, `articles_of` and `failures_of` convert its
result to the tables of a release.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.records import Article, Attribution, Mark, Model, Segment, Span, Speaker

if TYPE_CHECKING:
    from datasets import DatasetDict

    from corpus.tables.batch import TAGGED_SCHEMA, articles_of, failures_of, paragraphs_of, quotes_of, tag_batch

__version__ = "0.3.0"
_BATCH = ("TAGGED_SCHEMA", "articles_of", "failures_of", "paragraphs_of", "quotes_of", "tag_batch")
__all__ = [
    "TAGGED_SCHEMA",
    "Article",
    "Attribution",
    "CorpusError",
    "Mark",
    "Segment",
    "Span",
    "Speaker",
    "annotate",
    "articles_of",
    "failures_of",
    "load",
    "paragraphs_of",
    "quotes_of",
    "tag_batch",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import what works on Arrow tables when it is used first, so that `import corpus` stays fast for other users."""
    if name in _BATCH:
        from corpus.tables import batch  # noqa: PLC0415

        return getattr(batch, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def annotate(
    text: str,
    *,
    language: str | None = None,
    plain: bool = False,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> Article:
    """Find who says what in a text.

    Args:
        text: a raw article, boilerplate included.
        language: its language, as a code or a name; detected if None.
        plain: whether every line is article text, so that no line is removed as boilerplate.
        speakers: entries of an authority file to resolve speakers against. Without them, a speaker has the longest form
            of the name in the article.
        model: ``tagger`` for a light tagger and the rules together, which find more in news of any kind; ``rules`` for
            the rules alone, which follow the annotation guidelines closely; ``neural`` for an encoder with both, which
            finds most, thoughts and wishes too, and is slow (extra ``neural``). A language without the model uses the
            next best that it has.

    Returns:
        The article with its segments, attributions and marks. All offsets are code points of ``text``.

    Raises:
        InputError: the text is empty, contains a NUL or a lone surrogate, or is over a limit (`corpus.io.limits`), or
            there is no such model.
        MissingExtraError: the neural model is requested, and its libraries are not installed.
        LanguageError: there is no data for the language, or it could not be detected.

    Examples:
        >>> article = annotate('"It is safe," said Kari Moen, director of the harbour.', language="en")
        >>> [(a.type, a.speaker, article.words_of(a.content)) for a in article.attributions]
        [('direct', 'Kari Moen', 'It is safe,')]
    """
    # Imported when called: `import corpus` stays fast for users who only load.
    from corpus.pipeline import annotate_text  # noqa: PLC0415

    return annotate_text(text, language=language, plain=plain, speakers=speakers, model=model)


def load(config: str = "quotes", *, release: Path | None = None, version: str | None = None) -> DatasetDict:
    """Load a table of a release; see `corpus.release.load.load`.

    Args:
        config: name of the table.
        release: folder of a release; by default a release of the project in the current folder.
        version: version of that release; by default the newest.

    Returns:
        The rows of the table by split.

    Raises:
        ReleaseError: there is no such release, or it has no such table.
        ProjectError: no folder is given, and there is no project in the current folder.
    """
    # Imported when called: datasets takes a second to import.
    from corpus.release.load import load as load_table  # noqa: PLC0415

    return load_table(config, release=release, version=version)
