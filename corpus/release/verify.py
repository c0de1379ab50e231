"""Verify releases against their manifests: files, rows, offsets.

Files are covered by the hashes in the manifest, and the manifest by its own hash. This finds damage, not forgery:
whoever can write a manifest can write its hash. Faults are returned, not raised.
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
from corpus.release.manifest import MANIFEST, SELF_HASH_KEY, manifest_text, read_manifest, self_hash
from corpus.release.text_free import COLUMNS_FROM_OFFSETS, SourceTexts, source_texts
from corpus.tables.hashing import overall_hash, table_hash
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES

_SIDES = ("first", "second")


def offset_faults(rows: Rows, *, missing: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Check that every string is the text at its offsets.

    Args:
        rows: rows of some tables; ``articles`` and ``paragraphs`` are required. Columns that a table lacks, because it
            is of an earlier schema, are skipped.
        missing: ids of the articles whose text was removed.

    Yields:
        (table, row id, column) of each string that is not ``text[start:end]``.
    """
    raw = {row["article_id"]: row["raw_text"] for row in rows["articles"] if row["article_id"] not in missing}
    texts = source_texts(rows, raw)
    for name in COLUMNS_FROM_OFFSETS:
        for row in rows.get(name, ()):
            if row["article_id"] in raw:
                for column in _wrong_columns(name, row, texts):
                    yield name, str(row[TABLES[name].id_column]), column
    if not missing:
        yield from _edit_faults(rows)


def _wrong_columns(name: str, row: Row, texts: SourceTexts) -> Iterator[str]:
    for column, rule in COLUMNS_FROM_OFFSETS[name].items():
        if column in row and (not _offsets_fit(row, column) or rule(row, texts) != row[column]):
            yield column
    if name == "paragraphs" and not _has_right_place(row, texts.body[row["article_id"]]):
        yield "start"


def _has_right_place(row: Row, body: str) -> bool:
    """Whether a kept line is at its offsets in the article text, and a dropped one has none."""
    start, end = row["start"], row["end"]
    if not row["kept"]:
        return start is None and end is None
    if start is None or end is None or start < 0:
        return False
    return bool(body[start:end] == row["text"])


def _offsets_fit(row: Row, column: str) -> bool:
    """Whether offsets are not negative and as far apart as the string is long: slices hide both faults."""
    value = row[column]
    if column == "tokens":
        places = zip(row["starts"], row["ends"], value, strict=True)
        return all(_is_span_of(start, end, word) for start, end, word in places)
    if "raw_start" in row:
        return _is_span_of(row["raw_start"], row["raw_end"], row["text"])
    if column == "text" and "start" in row:
        return _is_span_of(row["start"], row["end"], row["text"])
    spans = value if isinstance(value, list) else []
    return all(_is_span_of(span["start"], span["end"], span["text"]) for span in spans)


def _is_span_of(start: int, end: int, text: str) -> bool:
    return start >= 0 and end - start == len(text)


def _edit_faults(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Check the edits of pairs of renderings, whose offsets count in the texts of the quotes."""
    quotes: Mapping[str, Any] = {row["quote_id"]: row["text"] for row in rows.get("quotes", ())}
    for row in rows.get("variants", ()):
        for edit in row["edits"]:
            for side in _SIDES:
                if not _edit_fits(edit, side, quotes.get(row[f"{side}_quote_id"], "")):
                    yield "variants", row["variant_id"], "edits"


def _edit_fits(edit: Mapping[str, Any], side: str, text: str) -> bool:
    if f"{side}_start" not in edit:
        return True  # Schema 1 has no offsets of edits.
    start, end, words = edit[f"{side}_start"], edit[f"{side}_end"], edit[side] or ""
    return _is_span_of(start, end, words) and text[start:end] == words


#: Keys of a manifest that are always there, and those that may be.
_KEYS = {"schema_version", "name", "version", "content_sha256", "tables", "files", "sources", "tools"}
_OPTIONAL = {TEXT_FREE_KEY, SELF_HASH_KEY}
_UNSEALED = (
    "the manifest has no hash of itself, like all up to 0.2.0: `schema_version`, `name`, `tools` and the file names of "
    "`sources` are not covered"
)


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """Result of verifying a release.

    Attributes:
        folder: the release folder.
        name: name of the corpus, empty where the manifest cannot be read.
        version: version of the release, likewise.
        files: number of files, with the manifest.
        bytes: size of the listed files.
        faults: what is wrong; empty for an intact release.
        notes: what could not be checked.
    """

    folder: Path
    name: str
    version: str
    files: int
    bytes: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def verify_release(folder: Path) -> VerificationResult:
    """Verify a release against its manifest, the manifest against itself, and the tables against both.

    Checked are: every file has the listed bytes, none is missing, additional, or a link; every table can be read, and
    has the listed rows and content hash; every string is at its offsets; the manifest is in canonical form, has only
    known keys, and matches its own hash.

    Args:
        folder: the release folder.
    """
    try:
        manifest = _checked_manifest(folder)
    except ReleaseError as e:
        return VerificationResult(folder, "", "", 0, 0, (Fault(_relative_name(e.path, folder), e.message),))
    listed = manifest["files"]
    faults = [*_manifest_faults(folder, manifest), *file_faults(folder, listed, others=(MANIFEST,))]
    notes = [] if SELF_HASH_KEY in manifest else [_UNSEALED]
    damaged = {fault.file for fault in faults}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, table in manifest["tables"].items():
        if name not in TABLES:
            notes.append(f"the table {name} is unknown to this version; its rows were not checked")
        elif damaged.isdisjoint(_parquet_name(name, split) for split in table["splits"]):
            rows[name], table_faults = _table_faults(folder, name, table)
            faults += table_faults
    if rows.keys() == TABLES.keys():
        faults += _row_faults(rows, manifest)
    return VerificationResult(
        folder,
        name=manifest["name"],
        version=manifest["version"],
        files=len(listed) + 1,
        bytes=sum(file["bytes"] for file in listed.values()),
        faults=tuple(dict.fromkeys(faults)),
        notes=tuple(notes),
    )


def _relative_name(path: Path | str | None, folder: Path) -> str:
    if path is None or not Path(path).is_relative_to(folder):
        return ""
    return Path(path).relative_to(folder).as_posix()


def _checked_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest, if it is a plain file in a folder."""
    path = folder / MANIFEST
    try:
        if not folder.exists():
            raise ReleaseError("no such folder", path=folder)
        if not folder.is_dir():
            raise ReleaseError("not a folder", path=folder)
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ReleaseError("not a plain file", path=path)
    except OSError as e:
        raise ReleaseError(f"not a release ({e.strerror})", path=path) from e
    return read_manifest(folder)


def _manifest_faults(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Check what a manifest says about itself."""
    for message in _disagreements(manifest):
        yield Fault(MANIFEST, f"the manifest disagrees with itself: {message}")
    if (folder / MANIFEST).read_bytes() != manifest_text(manifest).encode():
        yield Fault(MANIFEST, "the manifest is damaged: it is not in canonical form")
    sealed = SELF_HASH_KEY in manifest
    if sealed and manifest[SELF_HASH_KEY] != self_hash(manifest):
        yield Fault(MANIFEST, "the manifest is damaged: it does not match its own hash")
    # A manifest with a hash of itself may have keys of a later version.
    unknown = set() if sealed else manifest.keys() - _KEYS - _OPTIONAL
    wrong = sorted(unknown | (_KEYS - manifest.keys()))
    if wrong:
        yield Fault(MANIFEST, f"the manifest is damaged: missing or unknown keys: {', '.join(wrong)}")
    version, location = manifest["version"], folder.absolute()
    if location.parent.name == RELEASES_FOLDER and location.name != version:
        yield Fault(MANIFEST, f"the manifest is of version {version}, but in the folder of {location.name}")


def _disagreements(manifest: Mapping[str, Any]) -> Iterator[str]:
    tables = manifest["tables"]
    if overall_hash({name: t["content_sha256"] for name, t in tables.items()}) != manifest.get("content_sha256"):
        yield "`content_sha256` is not that of its tables"
    if TEXT_FREE_KEY in manifest and not _has_right_hash(manifest[TEXT_FREE_KEY]):
        yield f"`{TEXT_FREE_KEY}.content_sha256` is not that of its tables"
    for name, table in tables.items():
        if sum(table["splits"].values()) != table["rows"]:
            yield f"the splits of {name} do not add up to its rows"
    of_tables = {_parquet_name(name, split) for name, table in tables.items() for split in table["splits"]}
    of_files = {name for name in manifest["files"] if name.endswith(".parquet")}
    for name in sorted(of_files ^ of_tables):
        yield f"only one of `files` and `tables` has {name}"


def _has_right_hash(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    return overall_hash(entry.get("tables", {})) == entry.get("content_sha256")


#: Errors of reading a file and of hashing its rows.
_UNREADABLE = (OSError, ValueError, OverflowError, pa.ArrowException)


def _table_faults(folder: Path, name: str, table: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Read a table, and compare it with its entry in the manifest."""
    rows: list[dict[str, Any]] = []
    faults = []
    for split, count in table["splits"].items():
        file = _parquet_name(name, split)
        try:
            part = pq.read_table(folder / file).to_pylist()
        except _UNREADABLE as e:
            faults.append(Fault(file, f"the table cannot be read ({_first_line(e)})"))
            continue
        if len(part) != count:
            faults.append(Fault(file, f"the table has {len(part):,} rows, and {count:,} in the manifest"))
        rows += part
    if not faults:
        faults += _hash_faults(name, rows, table["content_sha256"])
    return rows, faults


def _hash_faults(name: str, rows: list[dict[str, Any]], expected: str) -> Iterator[Fault]:
    try:
        found = table_hash(name, rows)
    except (*_UNREADABLE, KeyError, TypeError) as e:
        yield Fault(f"data/{name}", f"the rows cannot be hashed ({_first_line(e)})")
        return
    if found != expected:
        yield Fault(f"data/{name}", f"the content of {name} is not what the manifest says")


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _row_faults(rows: Rows, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Check what rows say about sources and offsets."""
    sources = {name: source["sha256"] for name, source in manifest["sources"].items()}
    if sources != {row["article_id"]: row["raw_sha256"] for row in rows["articles"]}:
        yield Fault(MANIFEST, "the manifest disagrees with the table articles: `sources` has other articles or hashes")
    entry = manifest.get(TEXT_FREE_KEY)
    missing = entry.get("missing", ()) if isinstance(entry, dict) else ()
    try:
        for table, row, column in offset_faults(rows, missing=missing):
            yield Fault(f"data/{table}", f"{row}: {column} is not the text at its offsets")
    except (KeyError, TypeError, ValueError, IndexError) as e:
        yield Fault("data", f"the offsets cannot be checked ({type(e).__name__}: {_first_line(e)})")


def _parquet_name(table: str, split: str) -> str:
    return f"data/{table}/{split}.parquet"
