"""Read articles of any format and annotate them one after another, in this process or in several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from corpus.cli.input_options import print_skipped
from corpus.errors import CorpusError, InputError, LanguageDataError, MissingExtraError
from corpus.inputs.articles import ReadOptions, check_files, iter_articles
from corpus.inputs.files import InputFile, find_files
from corpus.inputs.formats import Format
from corpus.io.processes import map_ordered
from corpus.pipeline import Options, annotate_text
from corpus.records import Article, RawArticle

#: Inputs of fewer articles and characters are annotated in this process: to start others takes as long.
_FEW, _SHORT = 100, 300_000
#: Articles sent to a process at a time.
_CHUNK = 4
_DUPLICATE = "duplicate article id: an earlier article of the input with this id was kept"


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article of the input with its annotation, or with the error in its place."""

    raw: RawArticle
    article: Article | None = None
    error: CorpusError | None = None


def tag_articles(
    names: Sequence[str], reading: ReadOptions, options: Options, *, jobs: int, file_format: Format | None = None
) -> Iterator[TaggedArticle]:
    """Read and annotate all articles of an input.

    Args:
        names: files, folders, patterns, URLs, or ``-``.
        reading: how they are read.
        options: how they are annotated.
        jobs: most processes to use.
        file_format: the format of the files, whatever their names say.

    Yields:
        Each article in the order of the input. What cannot be read, cannot be annotated, or repeats an id has an
        error; the others follow.

    Raises:
        MissingExtraError: the model or a format requires an extra that is not installed.
    """
    found = find_files(names, file_format=file_format, text_column=reading.columns.text or "text")
    faults = check_files(found.files, reading)
    print_skipped(found.skipped)
    for error in (*found.refused, *faults.values()):
        yield TaggedArticle(RawArticle(""), error=error)
    raws = _unique(_read([f for f in found.files if f.name not in faults], reading))
    first: list[RawArticle] = []
    is_small = True
    for raw in raws:
        first.append(raw)
        if len(first) >= _FEW or sum(len(one.text) for one in first) >= _SHORT:
            is_small = False
            break
    yield from map_ordered(
        partial(_annotate, options=options), chain(first, raws), jobs=1 if is_small else jobs, chunk=_CHUNK
    )


def _read(files: Sequence[InputFile], reading: ReadOptions) -> Iterator[RawArticle]:
    """Read the articles; what ends a file early is a failure, and the next file is read."""
    for file in files:
        try:
            for read in iter_articles([file], reading):
                yield read()
        except InputError as e:
            yield RawArticle("", failure=str(e), path=file.name)


def _unique(raws: Iterator[RawArticle]) -> Iterator[RawArticle]:
    """Turn each article whose id an earlier one has into a failure. What cannot be read does not occupy its id."""
    seen: set[str] = set()
    for raw in raws:
        if raw.failure is None and raw.id in seen:
            place = raw.path if raw.line is None else f"{raw.path}:{raw.line}"
            hint = "Give each article an id of its own, or tag the files separately"
            yield replace(raw, failure=str(InputError(f"{raw.id!r}: {_DUPLICATE}", path=place, hint=hint)))
            continue
        if raw.failure is None:
            seen.add(raw.id)
        yield raw


def _annotate(raw: RawArticle, *, options: Options) -> TaggedArticle:
    if raw.failure is not None:
        return TaggedArticle(raw, error=InputError(raw.failure))
    own = replace(options, article_id=raw.id, language=raw.language or options.language, roles=raw.roles)
    try:
        return TaggedArticle(raw, annotate_text(raw.text, own))
    except (LanguageDataError, MissingExtraError):
        raise  # Not an error of this article.
    except CorpusError as e:
        # The line of a table says more than the line inside the article.
        error = type(e)(e.message, path=raw.path or raw.id, line=raw.line or e.line, hint=e.hint)
        return TaggedArticle(raw, error=error)
    except Exception as e:
        # A bug that one article triggers must fail that article only.
        message = f"internal error ({type(e).__name__}: {e})"
        hint = "Please report it, with the article"
        return TaggedArticle(raw, error=InputError(message, path=raw.path or raw.id, line=raw.line, hint=hint))
