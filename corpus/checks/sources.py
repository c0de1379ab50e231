"""Checks of the raw files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

from corpus.checks.context import CheckContext
from corpus.checks.registry import CheckResult, Stage, register, register_errors, result_of
from corpus.clean.lines import line_places
from corpus.errors import CorpusError, SourceChangedError
from corpus.io.text import read_bytes
from corpus.io.toml import find_line
from corpus.languages.language import Language, load_language
from corpus.languages.tokenizer import fold_line
from corpus.project.journal import read_journal
from corpus.project.project import SOURCES_FILE, SOURCES_FOLDER, source_path
from corpus.records import Source

#: The value of ``title_basis`` for a title that is a line of the file.
RAW_TEXT = "raw text"
#: Share of the letters that must be in a script of the language. The Arabic article of this corpus, which has an
#: English caption, has 0.75; a text in the wrong script has almost none.
_MIN_OWN_SCRIPT = 0.5

#: Why a source cannot be read, by id, in the order in which the causes are distinguished.
_FAILURES = {
    "source-missing": "A source file is missing.",
    "source-changed": "A source file does not have the declared hash.",
    "source-encoding": "A source file is not in its declared encoding.",
    "source-empty": "A source file holds only white space.",
    "source-nul": "A source file holds a NUL character.",
    "source-unreadable": "A source file cannot be read for another reason: unknown encoding, permissions, or a limit.",
}


def _errors(context: CheckContext) -> Iterator[tuple[str, CorpusError]]:
    for source in context.project.sources:
        error = context.texts[source.id]
        if isinstance(error, CorpusError):
            yield _failure_id(source_path(context.project, source), source, error), error


def _failure_id(path: Path, source: Source, error: CorpusError) -> str:
    """Return the id for an error of `corpus.project.project.read_source`."""
    if not path.exists():
        return "source-missing"
    if isinstance(error, SourceChangedError):
        return "source-changed"
    if isinstance(error.__cause__, UnicodeDecodeError):
        return "source-encoding"
    if error.__cause__ is not None or not path.is_file():
        return "source-unreadable"
    text = path.read_bytes().decode(source.encoding)
    if not text.strip():
        return "source-empty"
    return "source-nul" if "\0" in text else "source-unreadable"


register_errors(_FAILURES, Stage.SOURCES, _errors)


@register("source-undeclared", "error", Stage.SOURCES, doc="A file in sources/ is not listed in sources.toml.")
def _source_undeclared(context: CheckContext) -> Iterator[CheckResult]:
    folder = context.root / SOURCES_FOLDER
    # What an interrupted change left is removed by the next one.
    declared = {context.root / SOURCES_FILE, *map(context.root.joinpath, read_journal(context.root).files)}
    for source in context.project.sources:
        declared.update(folder / name for name in (source.file, source.original) if name)
    for path in sorted(folder.rglob("*")):
        # Systems and editors leave hidden files (.DS_Store, .swp).
        is_hidden = path.name.startswith(".")
        if path not in declared and not is_hidden and (path.is_file() or path.is_symlink()):
            hint = "Declare it, or remove it"
            yield CheckResult(path, None, "no article of sources.toml names this file", hint)


@register(
    "source-original", "error", Stage.SOURCES, doc="The file that a text was made from is missing or was changed."
)
def _source_original(context: CheckContext) -> Iterator[CheckResult]:
    for source in context.project.sources:
        if not source.original and not source.original_sha256:
            continue
        path = context.root / SOURCES_FOLDER / (source.original or "")
        try:
            found = hashlib.sha256(read_bytes(path)).hexdigest() if path.is_file() else None
        except CorpusError as e:
            yield result_of(e, default=path)
            continue
        if found is None or found != source.original_sha256:
            message = f"{source.id} declares the SHA-256 {source.original_sha256}, but this file has {found}"
            yield CheckResult(path, None, message, "Restore the file, or remove `original` and `original_sha256`")


@register("source-roles", "error", Stage.SOURCES, doc="A role is declared for a missing line, or a line has two roles.")
def _source_roles(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        text = context.texts[source.id]
        non_empty = {number for number, *_ in line_places(text)} if isinstance(text, str) else set()
        counts = Counter(line for lines in source.roles.values() for line in lines)
        for line in sorted(counts):
            if line not in non_empty:
                fault = "is empty or missing"
            elif counts[line] > 1:
                fault = "has two roles"
            else:
                continue
            hint = f"Fix `roles`: it counts the lines of {source.file} from 1"
            yield CheckResult(path, find_line(path, "id", source.id), f"line {line} of {source.id} {fault}", hint)


@register(
    "title-not-found", "error", Stage.SOURCES, doc="A title is said to be from the raw text, but is not a line of it."
)
def _title_not_found(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source, text in context.readable_texts:
        title = source.title
        if title is None or source.title_basis != RAW_TEXT:
            continue
        if fold_line(title) not in map(fold_line, text.splitlines()):
            hint = f"Copy it from {source.file}, or write in title_basis where it is from"
            yield CheckResult(path, find_line(path, "id", source.id), f"no line of the text is {source.title!r}", hint)


@register("language-script", "error", Stage.SOURCES, doc="Most letters of a text are not of its language's script.")
def _language_script(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source, text in context.readable_texts:
        language = load_language(source.language)
        share = _own_script_share(text, language)
        if share < _MIN_OWN_SCRIPT:
            message = f"{source.id} is declared as {language.name}, but {1 - share:.0%} of its letters are not"
            yield CheckResult(path, find_line(path, "id", source.id), message, "Fix `language` or `encoding`")


def _own_script_share(text: str, language: Language) -> float:
    """Return the share of the letters that are of a script of the language; 1 if there are no letters."""
    letters = len(regex.findall(r"\p{L}", text))
    scripts = "".join(rf"\p{{Script={script}}}" for script in language.scripts)
    own = len(regex.findall(rf"[[{scripts}]&&\p{{L}}]", text, regex.V1))
    return own / letters if letters else 1.0
