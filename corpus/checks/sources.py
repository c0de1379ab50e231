"""Checks of the raw files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import regex

from corpus.checks.context import Context
from corpus.checks.registry import Place, Stage, place_of, register
from corpus.clean.lines import line_places
from corpus.errors import CorpusError, SourceChangedError
from corpus.io.text import read_bytes
from corpus.io.toml import find_line
from corpus.languages.language import load_language
from corpus.languages.tokenizer import fold_line
from corpus.project.project import SOURCES_FILE, SOURCES_FOLDER, source_path
from corpus.records import Source

#: What ``title_basis`` says of a title that is a line of the file.
RAW = "raw text"
#: Share of the letters that must be in a script of the language. The Arabic article of this corpus, which has an
#: English caption, has 0.75; a text in the wrong script has next to none.
_OWN_SCRIPT = 0.5

#: Why a source cannot be had: id and what it means, in the order in which they are told apart.
_FAILURES = {
    "source-missing": "A source file is not there.",
    "source-changed": "A source file does not have the declared hash.",
    "source-encoding": "A source file is not in its declared encoding.",
    "source-empty": "A source file holds nothing but white space.",
    "source-nul": "A source file holds a NUL character.",
    "source-unreadable": "A source file cannot be read for another reason: unknown encoding, permissions, or a limit.",
}


def _failure(context: Context, source: Source, error: CorpusError) -> str:
    """The id for an error of `corpus.project.project.read_source`."""
    path = source_path(context.project, source)
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


def _register_failure(name: str, doc: str) -> None:
    @register(name, "error", Stage.SOURCES, doc=doc)
    def _found(context: Context) -> Iterator[Place]:
        for source in context.project.sources:
            error = context.read[source.id]
            if isinstance(error, CorpusError) and _failure(context, source, error) == name:
                yield place_of(error, default=context.root)


for _name, _doc in _FAILURES.items():
    _register_failure(_name, _doc)


@register("source-undeclared", "error", Stage.SOURCES, doc="A file in sources/ is not listed in sources.toml.")
def _source_undeclared(context: Context) -> Iterator[Place]:
    folder = context.root / SOURCES_FOLDER
    named = {name for s in context.project.sources for name in (s.file, s.original) if name}
    declared = {folder / name for name in named} | {context.root / SOURCES_FILE}
    for path in sorted(folder.rglob("*")):
        # Hidden files are what systems and editors leave behind (.DS_Store, .swp).
        if (path.is_file() or path.is_symlink()) and not path.name.startswith(".") and path not in declared:
            yield Place(path, None, "no article of sources.toml names this file", "Declare it, or take it away")


@register(
    "source-original", "error", Stage.SOURCES, doc="The file that a text was made from is missing or was changed."
)
def _source_original(context: Context) -> Iterator[Place]:
    for source in (s for s in context.project.sources if s.original or s.original_sha256):
        path = context.root / SOURCES_FOLDER / (source.original or "")
        try:
            found = hashlib.sha256(read_bytes(path)).hexdigest() if path.is_file() else None
        except CorpusError as e:
            yield place_of(e, default=path)
            continue
        if found != source.original_sha256 or found is None:
            message = f"{source.id} declares the SHA-256 {source.original_sha256}, but this file has {found}"
            yield Place(path, None, message, "Restore the file, or leave out `original` and `original_sha256`")


@register("source-roles", "error", Stage.SOURCES, doc="A role is declared for a line that is not there, or has two.")
def _source_roles(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        text = context.read[source.id]
        there = {number for number, *_ in line_places(text)} if isinstance(text, str) else set()
        times = Counter(line for lines in source.roles.values() for line in lines)
        for line in sorted(times):
            if line not in there or times[line] > 1:
                wrong = "has two roles" if line in there else "is empty or not there"
                hint = f"Mend `roles`: it counts the lines of {source.file} from 1"
                yield Place(path, find_line(path, "id", source.id), f"line {line} of {source.id} {wrong}", hint)


@register("title-not-found", "error", Stage.SOURCES, doc="A title is said to be of the raw text, but is no line of it.")
def _title_not_found(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        text = context.read[source.id]
        if source.title_basis != RAW or not isinstance(text, str):
            continue
        if fold_line(source.title) not in map(fold_line, text.splitlines()):
            hint = f"Copy it from {source.file}, or say in title_basis where it is from"
            yield Place(path, find_line(path, "id", source.id), f"no line of the text is {source.title!r}", hint)


@register("language-script", "error", Stage.SOURCES, doc="Most letters of a text are not of its language's script.")
def _language_script(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        text = context.read[source.id]
        language = load_language(source.language)
        letters = len(regex.findall(r"\p{L}", text)) if isinstance(text, str) else 0
        scripts = "".join(rf"\p{{Script={script}}}" for script in language.scripts)
        own = len(regex.findall(rf"[[{scripts}]&&\p{{L}}]", text, regex.V1)) if isinstance(text, str) else 0
        if own < letters * _OWN_SCRIPT:
            message = f"{source.id} is said to be {language.name}, but {1 - own / letters:.0%} of its letters are not"
            yield Place(path, find_line(path, "id", source.id), message, "Mend `language` or `encoding`")
