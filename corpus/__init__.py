"""convoy17: a trilingual corpus of attributed news quotations, and the tool that builds it.

Two functions are all that most users need: `load` gives the published corpus as a ``datasets.DatasetDict``, and
`annotate` finds who says what in a text of one's own. `tag_batch` does so for Arrow tables of articles, of which
`quotes_of`, `paragraphs_of`, `articles_of` and `failures_of` take the tables of a release.
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
    """What works on Arrow tables is imported when asked for: `import corpus` stays quick for those who do not."""
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
    """An article with its segments, attributions and marks; all offsets are code points of ``text``.

    Args:
        text: a raw article, furniture and all.
        language: its language, as a code or a name; told from the text where None.
        plain: whether every line is article text, so that nothing is cleaned away.
        speakers: entries of an authority file to resolve sources against; without them a speaker is called by the
            longest form of the name that the article itself has.
        model: in a language that has them (English), ``tagger`` for a light tagger and the rules together, which find
            more in news of any kind, ``rules`` for those alone, which follow the annotation guidelines closely, or
            ``neural`` for an encoder with both, which finds most, thoughts and wishes too, and is slow (extra
            ``neural``). A language without the one is read by the next best that it has.

    Raises:
        InputError: the text is empty, holds a NUL or a lone surrogate, or is over a limit (`corpus.io.limits`), or
            there is no such model.
        MissingExtraError: the neural model is asked for, and what runs it is not installed.
        LanguageError: there is no data for the language, or it could not be determined.

    >>> article = annotate('"It is safe," said Kari Moen, director of the harbour.', language="english")
    >>> [(a.type, a.speaker, article.words_of(a.content)) for a in article.attributions]
    [('direct', 'Kari Moen', 'It is safe,')]
    """
    # Imported when called: `import corpus` stays quick for those who only load.
    from corpus.pipeline import annotate_text  # noqa: PLC0415

    return annotate_text(text, language=language, plain=plain, speakers=speakers, model=model)


def load(config: str = "quotes", *, release: Path | None = None, version: str | None = None) -> DatasetDict:
    """One table of a release as ``datasets`` gives it, by split; see `corpus.release.load.load`.

    Raises:
        ReleaseError: there is no such release, or it has no such table.
        ProjectError: neither a folder was given nor is there a project in the current folder.
    """
    # Imported when called: datasets takes a second to import.
    from corpus.release.load import load as load_table  # noqa: PLC0415

    return load_table(config, release=release, version=version)
