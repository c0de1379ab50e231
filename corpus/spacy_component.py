"""The spaCy pipeline component ``convoy17`` (extra ``spacy``): quotations of a document as spans and rows.

An entry point registers it, so that ``nlp.add_pipe("convoy17")`` works where this package is installed.
"""

from __future__ import annotations

from typing import Any

from corpus.errors import LanguageError, MissingExtraError
from corpus.languages.language import load_language
from corpus.models.registry import check_model
from corpus.pipeline import Options, annotate_text
from corpus.records import Article, Model

try:
    import spacy
    from spacy.tokens import Doc, Span
except ImportError as _error:
    raise MissingExtraError.from_import(_error, library="spacy", extra="spacy") from _error

#: The key of the spans in ``doc.spans``, and the name of the attribute ``doc._.quotes``.
SPANS_KEY, EXTENSION = "convoy17", "quotes"
_LABELS = {"content": "CONTENT", "cue": "CUE", "source": "SOURCE"}


class QuoteComponent:
    """Finds who says what in a document.

    ``doc.spans["convoy17"]`` gets a span for each content, cue and source, with these labels and with the attribution's
    id as ``span.id_``; a span covers all tokens that its words touch. ``doc._.quotes`` gets the rows of
    `corpus.Article.quotes`, whose offsets are those of ``doc.text``. A document without text gets none of both.
    """

    def __init__(self, name: str, *, language: str | None, model: Model, plain: bool) -> None:
        self.name, self._options = name, Options(language=language, model=model, plain=plain)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document in place and return it.

        Raises:
            CorpusError: the text is over a limit, or its language has no data.
        """
        article = annotate_text(doc.text, self._options) if doc.text.strip() else None
        setattr(doc._, EXTENSION, [] if article is None else list(article.quotes))
        doc.spans[SPANS_KEY] = [] if article is None else _spans(doc, article)
        return doc

    def to_disk(self, path: Any, *, exclude: tuple[str, ...] = ()) -> None:  # noqa: ANN401
        """Write nothing: all settings are in the configuration of the pipeline."""

    def from_disk(self, path: Any, *, exclude: tuple[str, ...] = ()) -> QuoteComponent:  # noqa: ANN401
        """Read nothing, see `to_disk`."""
        return self


def _spans(doc: Doc, article: Article) -> list[Span]:
    spans = []
    for attribution in article.attributions:
        for part, label in _LABELS.items():
            for span in getattr(attribution, part):
                found = doc.char_span(
                    span.start, span.end, label=label, span_id=attribution.id, alignment_mode="expand"
                )
                if found is not None:
                    spans.append(found)
    return spans


@spacy.Language.factory("convoy17", default_config={"language": None, "model": "tagger", "plain": True})
def make_component(nlp: spacy.Language, name: str, language: str | None, model: Model, plain: bool) -> QuoteComponent:  # noqa: PLR0917
    """Make the component.

    Args:
        nlp: the pipeline.
        name: the name of the component in it.
        language: language code of the documents; that of the pipeline where None, detected from each text if there is
            no data for it (as for ``xx``).
        model: as in `corpus.annotate`.
        plain: whether every line is article text; with ``False`` boilerplate is removed as in `corpus.annotate`.

    Raises:
        LanguageError: there is no data for ``language``.
        InputError: the model is unknown.
    """
    check_model(model)
    code = load_language(language).code if language is not None else _code(nlp.lang)
    if not Doc.has_extension(EXTENSION):
        Doc.set_extension(EXTENSION, default=())
    return QuoteComponent(name, language=code, model=model, plain=plain)


def _code(name: str) -> str | None:
    try:
        return load_language(name).code
    except LanguageError:
        return None
