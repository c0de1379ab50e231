"""Verify a release: every file against its hash, every row against the schema, every string against its offsets.

A release of this version is covered as a whole: files by the hashes in the manifest, the manifest by its own hash. That
finds damage, not forgery: whoever can write a manifest can write its hash. Faults are returned; nothing raises.
"""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.project.project import RELEASES_FOLDER
from corpus.release.fragment_file import TEXT_FREE_KEY
from corpus.release.integrity import Fault, file_faults
from corpus.release.manifest import MANIFEST, SELF_HASH_KEY, manifest_text, read_manifest, seal
from corpus.release.text_free import FROM_PLACES, SourceTexts, open_book
from corpus.tables.hashing import overall_hash, table_hash
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES

_SIDES = ("first", "second")


def offset_faults(rows: Rows, *, missing: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Table, id of the row and column of each string that is not ``text[start:end]``.

    ``missing`` are the articles whose text was taken out. Columns that a table has not, as one of an earlier schema,
    are passed over. The rows of the tables that others point into are needed: ``articles`` and ``paragraphs``.
    """
    raw = {row["article_id"]: row["raw_text"] for row in rows["articles"] if row["article_id"] not in missing}
    book = open_book(rows, raw)
    for name in (name for name in FROM_PLACES if name in rows):
        for row in rows[name]:
            if row["article_id"] in raw:
                yield from ((name, str(row[TABLES[name].id_column]), column) for column in _wrong(name, row, book))
    if not missing:
        yield from _edits(rows)


def _wrong(name: str, row: Row, book: SourceTexts) -> Iterator[str]:
    for column, rule in FROM_PLACES[name].items():
        if column in row and (not _placed(row, column) or rule(row, book) != row[column]):
            yield column
    if name == "paragraphs":
        start, end, body = row["start"], row["end"], book.body[row["article_id"]]
        if row["kept"] and (start is None or end is None or start < 0 or body[start:end] != row["text"]):
            yield "start"
        if not row["kept"] and (start, end) != (None, None):
            yield "start"


def _placed(row: Row, column: str) -> bool:
    """Whether places are places: from 0 on, and as long as their words, since a slice forgives what is not."""
    value = row[column]
    if column == "tokens":
        places = zip(row["starts"], row["ends"], value, strict=True)
        return all(start >= 0 and end - start == len(word) for start, end, word in places)
    spans = [row] if "start" in row and column == "text" else value if isinstance(value, list) else []
    if "raw_start" in row:
        return bool(row["raw_start"] >= 0 and row["raw_end"] - row["raw_start"] == len(row["text"]))
    return all(s["start"] >= 0 and s["end"] - s["start"] == len(s["text"]) for s in spans)


def _edits(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """The edits of pairs of renderings, which point into the words of the quotes."""
    quotes: Mapping[str, Any] = {row["quote_id"]: row["text"] for row in rows.get("quotes", ())}
    for row in rows.get("variants", ()):
        for edit in row["edits"]:
            for side in (side for side in _SIDES if f"{side}_start" in edit):
                start, end, words = edit[f"{side}_start"], edit[f"{side}_end"], edit[side] or ""
                text = quotes.get(row[f"{side}_quote_id"], "")
                if not (0 <= start <= end and text[start:end] == words and end - start == len(words)):
                    yield "variants", row["variant_id"], "edits"


#: The keys of a manifest, and those that not every one has.
_KEYS = {"schema_version", "name", "version", "content_sha256", "tables", "files", "sources", "tools"}
_OPTIONAL = {TEXT_FREE_KEY, SELF_HASH_KEY}
_UNSEALED = (
    "the manifest has no hash of itself, as those up to 0.2.0: `schema_version`, `name`, `tools` and the file names of "
    "`sources` are not covered"
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in the folder of a release: no fault if it is whole. ``notes`` say what could not be looked at."""

    folder: Path
    name: str
    version: str
    files: int
    bytes: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def verify_release(folder: Path) -> Verified:
    """Hold a release against its manifest, the manifest against itself, and its tables against both.

    Every file has the bytes that the manifest says, none is missing or more, none is a link; every table can be read,
    has the rows and the content hash of the manifest; every string stands where its offsets say; the manifest is in the
    one form that it is written in, has only known keys, and is what its own hash says.
    """
    try:
        manifest = _own_manifest(folder)
    except ReleaseError as e:
        return Verified(folder, "", "", 0, 0, (Fault(_inside(e.path, folder), e.message),))
    listed = manifest["files"]
    faults = [*_manifest_faults(folder, manifest), *file_faults(folder, listed, others=(MANIFEST,))]
    notes = [] if SELF_HASH_KEY in manifest else [_UNSEALED]
    damaged = {fault.file for fault in faults}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, table in manifest["tables"].items():
        if name not in TABLES:
            notes.append(f"the table {name} is unknown to this version: its rows were not looked at")
        elif not damaged & {_file(name, split) for split in table["splits"]}:
            rows[name], wrong = _table_faults(folder, name, table)
            faults += wrong
    if rows.keys() == TABLES.keys():
        faults += _row_faults(rows, manifest)
    size = sum(file["bytes"] for file in listed.values())
    found = tuple(dict.fromkeys(faults))
    return Verified(folder, manifest["name"], manifest["version"], len(listed) + 1, size, found, tuple(notes))


def _inside(path: Path | str | None, folder: Path) -> str:
    return Path(path).relative_to(folder).as_posix() if path and Path(path).is_relative_to(folder) else ""


def _own_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, if it is a plain file in a folder."""
    path = folder / MANIFEST
    try:
        if not folder.is_dir():
            raise ReleaseError("this is no folder" if folder.exists() else "there is no such folder", path=folder)
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ReleaseError("this is no plain file", path=path)
    except OSError as e:
        raise ReleaseError(f"this is no release ({e.strerror})", path=path) from e
    return read_manifest(folder)


def _manifest_faults(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """What the manifest says of itself that is not so."""
    for message in _disagreements(manifest):
        yield Fault(MANIFEST, f"the manifest disagrees with itself: {message}")
    if (folder / MANIFEST).read_bytes() != manifest_text(manifest).encode():
        yield Fault(MANIFEST, "the manifest is damaged: it is not in the form that it is written in")
    if SELF_HASH_KEY in manifest and manifest[SELF_HASH_KEY] != seal(manifest):
        yield Fault(MANIFEST, "the manifest is damaged: it is not what its own hash says")
    # One that is sealed may have keys of a later version.
    unknown = set() if SELF_HASH_KEY in manifest else manifest.keys() - _KEYS - _OPTIONAL
    if wrong := sorted(unknown | (_KEYS - manifest.keys())):
        yield Fault(
            MANIFEST, f"the manifest is damaged: it lacks keys, or has others, than it should: {', '.join(wrong)}"
        )
    version, named = manifest["version"], folder.absolute().name
    if folder.absolute().parent.name == RELEASES_FOLDER and named != version:
        yield Fault(MANIFEST, f"the manifest is of version {version}, and lies in the folder of {named}")


def _disagreements(manifest: Mapping[str, Any]) -> Iterator[str]:
    tables = manifest["tables"]
    if overall_hash({name: t["content_sha256"] for name, t in tables.items()}) != manifest.get("content_sha256"):
        yield "`content_sha256` is not that of its tables"
    if TEXT_FREE_KEY in manifest:
        promise = manifest[TEXT_FREE_KEY]
        if not isinstance(promise, dict) or overall_hash(promise.get("tables", {})) != promise.get("content_sha256"):
            yield f"`{TEXT_FREE_KEY}.content_sha256` is not that of its tables"
    for name, table in tables.items():
        if sum(table["splits"].values()) != table["rows"]:
            yield f"the splits of {name} are not its rows"
    of_tables = {_file(name, split) for name, table in tables.items() for split in table["splits"]}
    for name in sorted({n for n in manifest["files"] if n.endswith(".parquet")} ^ of_tables):
        yield f"`files` and `tables` do not both have {name}"


def _table_faults(folder: Path, name: str, table: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The rows of a table, and what is not as the manifest says."""
    rows: list[dict[str, Any]] = []
    faults = []
    for split, count in table["splits"].items():
        file = _file(name, split)
        try:
            part = pq.read_table(folder / file).to_pylist()
        except _UNREADABLE as e:
            faults.append(Fault(file, f"the table cannot be read ({_line(e)})"))
            continue
        if len(part) != count:
            faults.append(Fault(file, f"the table has {len(part):,} rows, and {count:,} by the manifest"))
        rows += part
    try:
        same = bool(faults) or table_hash(name, rows) == table["content_sha256"]
    except (*_UNREADABLE, KeyError, TypeError) as e:
        return rows, [*faults, Fault(f"data/{name}", f"the rows cannot be hashed ({_line(e)})")]
    return rows, faults if same else [*faults, Fault(f"data/{name}", f"other content than the manifest says in {name}")]


#: What reading a file or hashing rows may raise.
_UNREADABLE = (OSError, ValueError, OverflowError, pa.ArrowException)


def _line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _row_faults(rows: Rows, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """What rows say of sources and places that is not so."""
    sources = {name: source["sha256"] for name, source in manifest["sources"].items()}
    if sources != {row["article_id"]: row["raw_sha256"] for row in rows["articles"]}:
        yield Fault(MANIFEST, "the manifest disagrees with the table articles: `sources` has others, or other hashes")
    promise = manifest.get(TEXT_FREE_KEY)
    missing = promise.get("missing", ()) if isinstance(promise, dict) else ()
    try:
        for table, row, column in offset_faults(rows, missing=missing):
            yield Fault(f"data/{table}", f"{row}: {column} is not the text at its offsets")
    except (KeyError, TypeError, ValueError, IndexError) as e:
        yield Fault("data", f"the offsets cannot be followed ({type(e).__name__}: {_line(e)})")


def _file(table: str, split: str) -> str:
    return f"data/{table}/{split}.parquet"
