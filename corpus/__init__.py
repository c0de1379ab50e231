"""convoy17: a trilingual corpus of attributed news quotations, and the tool that builds it.

Two functions are all that most users need: `load` gives the published corpus as a ``datasets.DatasetDict``, and
`annotate` finds who says what in a text of one's own. `tag_batch` does so for Arrow tables of articles, of which
`quotes_of`, `paragraphs_of`, `articles_of` and `failures_of` take the tables of a release.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from datasets import DatasetDict

    from corpus.records import Article, Attribution, Mark, Model, Segment, Span, Speaker
    from corpus.tables.batch import TAGGED_SCHEMA, articles_of, failures_of, paragraphs_of, quotes_of, tag_batch

__version__ = "0.4.0"
#: What is imported when it is asked for, by module: `corpus --help` and programs that use a part do not wait for it.
_LAZY = {
    "corpus.records": ("Article", "Attribution", "Mark", "Segment", "Span", "Speaker"),
    "corpus.tables.batch": (
        "TAGGED_SCHEMA", "articles_of", "failures_of", "paragraphs_of", "quotes_of", "tag_batch",
    ),
}  # fmt: skip
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
    """Import a public name that was not used so far."""
    for module, names in _LAZY.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def annotate(
    text: str,
    *,
    language: str | None = None,
    plain: bool = False,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> Article:
    """Annotate a text: find who says what.

    Args:
        text: a raw article, boilerplate included.
        language: its language, as a code or a name; detected from the text if None.
        plain: whether every line is article text, so that no line is dropped as boilerplate.
        speakers: entries of an authority file to resolve sources against; without them a speaker has the longest form
            of the name that the article itself contains.
        model: ``tagger`` combines a light tagger with the rules and finds more in news of any kind; ``rules`` uses the
            rules alone, which follow the annotation guidelines closely; ``neural`` combines an encoder with both, finds
            most, thoughts and wishes included, and is slow (extra ``neural``). English has all of them; a language
            without one uses the next best that it has.

    Returns:
        The article with its segments, attributions and marks; all offsets are code points of ``text``.

    Raises:
        InputError: the text is empty, contains NUL or a lone surrogate, or exceeds a limit (`corpus.io.limits`), or
            the model is unknown.
        MissingExtraError: the libraries of the neural model are not installed.
        LanguageError: there is no data for the language, or it could not be detected.

    Examples:
        >>> article = annotate('"It is safe," said Kari Moen, director of the harbour.', language="english")
        >>> [(a.type, a.speaker, article.words_of(a.content)) for a in article.attributions]
        [('direct', 'Kari Moen', 'It is safe,')]
    """
    # Imported when called: `import corpus` stays fast for those who only load.
    from corpus.pipeline import Options, annotate_text  # noqa: PLC0415

    options = Options(language=language, plain=plain, speakers=speakers, model=model)
    return annotate_text(text, options)


def load(config: str = "quotes", *, release: Path | str | None = None, version: str | None = None) -> DatasetDict:
    """Load one table of a release as `datasets` gives it, by split.

    Args:
        config: name of the table.
        release: the folder of a release or of a project, the name of an installed release, or a data set on the Hub
            (``org/name``); where None, the project of the current folder or of one above it, else the only installed
            release.
        version: a version of the project or on the Hub; the newest where None.

    Returns:
        The rows by split.

    Raises:
        ReleaseError: there is no such release, or it has no such table.
        ProjectError: neither a release was given nor is there a project in the current folder or above it.
        HubError: the data set cannot be loaded from the Hub.
    """
    # Imported when called: datasets takes a second to import.
    from corpus.release.load import load as load_table  # noqa: PLC0415

    return load_table(config, release=release, version=version)
