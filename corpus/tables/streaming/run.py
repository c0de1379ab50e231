"""Run the tagger over an input into an output folder, resuming after the last finished shard."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from corpus.inputs.articles import Markup, ReadOptions, check_files, count_articles, iter_articles
from corpus.inputs.columns import ColumnMapping
from corpus.inputs.files import InputFile, SkippedFile, find_files, fingerprint
from corpus.inputs.formats import Format
from corpus.io.atomic import only_writer, remove_drafts
from corpus.languages.language import load_language
from corpus.models.registry import ModelNotice
from corpus.records import Model, Speaker
from corpus.tables.batch import BATCH_TABLES
from corpus.tables.streaming.dedup import SeenIds
from corpus.tables.streaming.manifest import (
    MANIFEST,
    StreamManifest,
    describe_difference,
    has_stream_manifest,
    load_stream_manifest,
    provenance,
)
from corpus.tables.streaming.ordered import tag_batches
from corpus.tables.streaming.ray_workers import RayWorkers, load_ray
from corpus.tables.streaming.reading import BATCH_ARTICLES, ArticleBatch, make_batches
from corpus.tables.streaming.settings import SHARD_ARTICLES, Engine
from corpus.tables.streaming.shards import Shard


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Options of a run.

    Attributes:
        language: language code of articles that give none; detected where None.
        plain: treat every line as article text.
        model: as in `corpus.annotate`.
        speakers: entries of an authority file to resolve sources against.
        encoding: encoding of text, CSV and HTML files; UTF-8 where None, or as an HTML page declares.
        columns: the columns of tables that hold text, id and others.
        markup: what is done with HTML in a text file or column.
        file_format: the format of all files, whatever their names say; None to go by the names.
        shard_articles: articles per shard.
        batch_articles: articles per task of a process; does not affect the output.
        engine: what runs the processes; does not affect the output.
        address: address of a Ray cluster; None for Ray on this machine.
    """

    language: str | None = None
    plain: bool = False
    model: Model = "tagger"
    speakers: Sequence[Speaker] = ()
    encoding: str | None = None
    columns: ColumnMapping = field(default_factory=ColumnMapping)
    markup: Markup = "html"
    file_format: Format | None = None
    shard_articles: int = SHARD_ARTICLES
    batch_articles: int = BATCH_ARTICLES
    engine: Engine = "local"
    address: str | None = None

    def options(self) -> dict[str, Any]:
        """Return the options that affect the output, for the manifest."""
        speakers = hashlib.sha256(repr(tuple(self.speakers)).encode()).hexdigest() if self.speakers else None
        options: dict[str, Any] = {
            "language": None if self.language is None else load_language(self.language).code,
            "plain": self.plain,
            "model": self.model,
            "speakers_sha256": speakers,
            "encoding": self.encoding or "utf-8",
            "shard_articles": self.shard_articles,
        }
        # Only where they differ from the default, so that runs of earlier versions can be resumed.
        if self.columns.named:
            options["columns"] = self.columns.named
        if self.markup != "html":
            options["markup"] = self.markup
        return options


@dataclass(frozen=True, slots=True)
class RunCallbacks:
    """Functions that a run calls.

    Attributes:
        warn: called with each warning.
        skip: called once, with the files of folders and patterns that have no supported format.
        begin: called once, with a function that counts the input's articles (None where unknown), and the number of
            articles in finished shards.
        step: called after each batch, with its number of articles.
    """

    warn: Callable[[str], None] = lambda text: None
    begin: Callable[[Callable[[], int | None], int], None] = lambda count, done: None
    step: Callable[[int], None] = lambda articles: None
    skip: Callable[[Sequence[SkippedFile]], None] = lambda skipped: None


@dataclass(frozen=True, slots=True)
class RunResult:
    """Result of a run: the whole output's rows by table, articles and shards, and the articles that this run tagged."""

    rows: dict[str, int]
    articles: int
    shards: int
    tagged_now: int


def tag_stream(
    names: Sequence[str],
    output: Path,
    *,
    config: RunConfig,
    jobs: int = 1,
    restart: bool = False,
    callbacks: RunCallbacks | None = None,
) -> RunResult:
    """Tag an input into shards of ``output``; rerun with the same arguments to resume after the last finished shard.

    Args:
        names: files, folders, glob patterns or URLs; see `corpus.inputs.files.find_files`.
        output: a new or empty folder, or that of a run with the same input, options and versions.
        config: the options of the run.
        jobs: number of tagging processes, besides this one, which reads and writes. Ignored with a Ray cluster.
        restart: delete the output of an earlier run in ``output`` first.
        callbacks: functions to call on warnings and progress.

    Returns:
        Counts of the whole output.

    Raises:
        InputError: the input cannot be read.
        LanguageError: there is no data for the language.
        CorpusError: Ray is not installed, the cluster cannot be reached, or its machines have other versions.
        ReleaseError: ``output`` holds something else, or another run is writing there.
        OSError: a shard cannot be written; finished shards are kept.

    Examples:
        >>> tag_stream(["articles/*.jsonl.gz"], Path("tagged"), config=RunConfig(language="en"), jobs=4)
    """
    callbacks = callbacks or RunCallbacks()
    files = _checked_files(names, output, config, callbacks)
    has_pages = any(f.kind in ("warc", "html") for f in files)
    made_from = provenance(files=fingerprint(files), options=config.options(), pages=has_pages)
    output.mkdir(parents=True, exist_ok=True)
    with only_writer(output):
        remove_drafts(output)
        manifest = _open_manifest(output, made_from, config=config, restart=restart)
        done = manifest.articles
        if not manifest.complete:
            callbacks.begin(lambda: count_articles(files, _read_options(config, callbacks)), done)
            articles = islice(iter_articles(files, _read_options(config, callbacks)), done, None)
            batches = make_batches(articles, first=done, batch_articles=config.batch_articles)
            _write_shards(manifest, batches, output, config=config, jobs=jobs, callbacks=callbacks)
    rows = {name: manifest.rows(name) for name in BATCH_TABLES}
    return RunResult(rows, manifest.articles, len(manifest.shards), manifest.articles - done)


def _read_options(config: RunConfig, callbacks: RunCallbacks) -> ReadOptions:
    """How articles are read; the first note of a kind is a warning, the same note on other articles is not."""
    noted: set[str] = set()

    def warn_once(place: str, note: str) -> None:
        if note not in noted:
            noted.add(note)
            callbacks.warn(f"{place}: {note}; the same of other articles is not repeated")

    return ReadOptions(config.encoding, config.language, config.columns, config.markup, warn_once)


def _checked_files(
    names: Sequence[str], output: Path, config: RunConfig, callbacks: RunCallbacks
) -> tuple[InputFile, ...]:
    """Find the files to read and check them before anything is written.

    Raises:
        InputError: a name cannot be read, or a file lacks a named column.
        MissingExtraError: a format requires an extra that is not installed.
    """
    text_column = config.columns.text or "text"
    found = find_files(names, output=output, file_format=config.file_format, text_column=text_column)
    for error in (*found.refused, *check_files(found.files, _read_options(config, callbacks)).values()):
        raise error
    callbacks.skip(found.skipped)
    return found.files


def _open_manifest(output: Path, made_from: dict[str, Any], *, config: RunConfig, restart: bool) -> StreamManifest:
    """Return the folder's manifest if it can be resumed, or save and return a new one."""
    if config.engine == "ray":
        load_ray(config.address)  # Fails before anything is deleted.
    if restart and has_stream_manifest(output):
        _delete_output(output)
    manifest = load_stream_manifest(output)
    if manifest is None:
        if any(output.iterdir()):
            hint = "Use another output folder"
            raise ReleaseError("the folder is not empty and has no manifest", path=output, hint=hint)
        manifest = StreamManifest(made_from)
        manifest.save(output)
        return manifest
    if differs := describe_difference(manifest.provenance, made_from):
        hint = "Use another output folder, or `--restart` to start again there"
        raise ReleaseError(f"the folder has a run with another input or options ({differs})", path=output, hint=hint)
    return manifest


def _delete_output(output: Path) -> None:
    # The manifest is deleted last: while it is there, an interrupted deletion can be repeated.
    for pattern in (*(f"{name}-*.parquet" for name in BATCH_TABLES), MANIFEST):
        for path in output.glob(pattern):
            path.unlink()


def _write_shards(
    manifest: StreamManifest,
    batches: Iterable[ArticleBatch],
    output: Path,
    *,
    config: RunConfig,
    jobs: int,
    callbacks: RunCallbacks,
) -> None:
    options = {
        "language": config.language, "plain": config.plain, "model": config.model, "speakers": config.speakers
    }  # fmt: skip

    def new_shard() -> Shard:
        return Shard(len(manifest.shards), first=manifest.articles, max_articles=config.shard_articles)

    # Duplicates are decided on the tagged articles, in order, so batches and processes make no difference.
    seen = SeenIds()
    seen.add_shards(output / s["files"]["articles"]["file"] for s in manifest.shards)
    notice = ModelNotice(config.model, callbacks.warn)
    shard = new_shard()
    pool = None
    if config.engine == "ray":
        pool = partial(RayWorkers, warn=callbacks.warn, address=config.address)
    for _, found in tag_batches(batches, jobs=jobs, options=options, warn=callbacks.warn, pool=pool):
        tagged = seen.fail_duplicates(found)
        notice.check(tagged["language"].unique().to_pylist())
        callbacks.step(tagged.num_rows)
        start = 0
        while start < tagged.num_rows:
            start += shard.add(tagged.slice(start))
            if shard.full:
                manifest.shards.append(shard.write(output))
                manifest.save(output)
                shard = new_shard()
    if shard.articles:
        manifest.shards.append(shard.write(output))
    manifest.complete = True
    manifest.save(output)
