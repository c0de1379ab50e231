"""A run: an input into an output folder, from where the last one stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from corpus.io.atomic import only_writer, remove_drafts
from corpus.languages.language import load_language
from corpus.models.registry import ModelNotice
from corpus.records import Model, Speaker
from corpus.tables.batch import BATCH_TABLES
from corpus.tables.streaming.dedup import Seen
from corpus.tables.streaming.input_files import find_files, fingerprint
from corpus.tables.streaming.manifest import MANIFEST, Manifest, difference, is_ours, load_manifest, made_from
from corpus.tables.streaming.ordered import tag_batches
from corpus.tables.streaming.ray_workers import RayWorkers, load_ray
from corpus.tables.streaming.reading import BATCH_ARTICLES, Batch, count_raws, cut, read_raws
from corpus.tables.streaming.settings import SHARD_ARTICLES, Engine
from corpus.tables.streaming.shards import Shard


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of an input.

    How many articles go to a process at a time (``batch_articles``), and which ``engine`` runs the processes, makes no
    difference to it. With ``ray``, ``address`` is that of a cluster, None for Ray on this machine alone.
    """

    language: str | None = None
    plain: bool = False
    model: Model = "tagger"
    speakers: Sequence[Speaker] = ()
    encoding: str = "utf-8"
    shard_articles: int = SHARD_ARTICLES
    batch_articles: int = BATCH_ARTICLES
    engine: Engine = "local"
    address: str | None = None

    def options(self) -> dict[str, Any]:
        """What of it makes a difference to what is written."""
        listed = hashlib.sha256(repr(tuple(self.speakers)).encode()).hexdigest() if self.speakers else None
        return {
            "language": None if self.language is None else load_language(self.language).code,
            "plain": self.plain,
            "model": self.model,
            "speakers_sha256": listed,
            "encoding": self.encoding,
            "shard_articles": self.shard_articles,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a run is told to say: warnings; how many articles there are and are done; and each batch that is done."""

    warn: Callable[[str], None] = lambda text: None
    begin: Callable[[Callable[[], int | None], int], None] = lambda count, done: None
    step: Callable[[int], None] = lambda articles: None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: rows by table in the whole output, articles of it that this run did, and whether it went on."""

    rows: dict[str, int]
    articles: int
    shards: int
    tagged_now: int


def tag_stream(
    names: Sequence[str],
    output: Path,
    *,
    wanted: Wanted,
    jobs: int = 1,
    restart: bool = False,
    report: Report | None = None,
) -> Ended:
    """Tag what an input holds into shards of ``output``; where a run was stopped there, go on behind its last shard.

    Args:
        names: what `corpus.tables.streaming.input_files.find_files` takes.
        output: a new or empty folder, or that of a run with the same input, options and versions.
        wanted: the options that make a difference to what is written.
        jobs: number of processes that tag; this one reads and writes. A cluster has its own.
        restart: whether to remove what such a run wrote to ``output``, and begin anew.
        report: what to call on the way.

    Raises:
        InputError, LanguageError: the input cannot be read, or there is no data for the language.
        CorpusError: Ray is not installed, the cluster cannot be reached, or its machines have other versions.
        ReleaseError: ``output`` holds something else, or another run writes there.
        OSError: a shard cannot be written. What was finished stays.
    """
    report = report or Report()
    files = find_files(names, output=output)
    made = made_from(files=fingerprint(files), options=wanted.options(), pages=any(f.kind == "warc" for f in files))
    output.mkdir(parents=True, exist_ok=True)
    with only_writer(output):
        remove_drafts(output)
        manifest = _begin(output, made, wanted=wanted, restart=restart)
        done = manifest.articles
        if not manifest.complete:
            report.begin(lambda: count_raws(files), done)
            raws = islice(read_raws(files, encoding=wanted.encoding, language=wanted.language), done, None)
            batches = cut(raws, first=done, batch_articles=wanted.batch_articles)
            _write(manifest, batches, output, wanted=wanted, jobs=jobs, report=report)
    rows = {name: manifest.rows(name) for name in BATCH_TABLES}
    return Ended(rows, manifest.articles, len(manifest.shards), manifest.articles - done)


def _begin(output: Path, made: dict[str, Any], *, wanted: Wanted, restart: bool) -> Manifest:
    """The manifest to go on from: that of the folder, or a new one, saved before anything else is."""
    if wanted.engine == "ray":
        load_ray(wanted.address)  # Where it fails, nothing has been removed.
    if restart and is_ours(output):
        # The manifest goes last: as long as it is there, what is left can be removed.
        for pattern in (*(f"{name}-*.parquet" for name in BATCH_TABLES), MANIFEST):
            for path in output.glob(pattern):
                path.unlink()
    manifest = load_manifest(output)
    if manifest is None:
        if any(output.iterdir()):
            raise ReleaseError("the folder is not empty and has no manifest", path=output, hint="Give another folder")
        manifest = Manifest(made)
        manifest.save(output)
        return manifest
    if differs := difference(manifest.made_from, made):
        message = f"a run from something else was begun here ({differs})"
        raise ReleaseError(message, path=output, hint="Give another folder, or `--restart` to begin anew there")
    return manifest


def _write(
    manifest: Manifest, batches: Iterable[Batch], output: Path, *, wanted: Wanted, jobs: int, report: Report
) -> None:
    options = {
        "language": wanted.language, "plain": wanted.plain, "model": wanted.model, "speakers": wanted.speakers
    }  # fmt: skip

    def new() -> Shard:
        return Shard(len(manifest.shards), first=manifest.articles, most=wanted.shard_articles)

    # By what was tagged, in order, so that neither batches nor processes make a difference.
    seen = Seen()
    seen.add_shards(output / s["files"]["articles"]["file"] for s in manifest.shards)
    notice = ModelNotice(wanted.model, report.warn)
    shard = new()
    pool = partial(RayWorkers, warn=report.warn, address=wanted.address) if wanted.engine == "ray" else None
    for _, found in tag_batches(batches, jobs=jobs, options=options, warn=report.warn, pool=pool):
        tagged = seen.once(found)
        notice.check(tagged["language"].unique().to_pylist())
        report.step(tagged.num_rows)
        at = 0
        while at < tagged.num_rows:
            at += shard.add(tagged.slice(at))
            if shard.full:
                manifest.shards.append(shard.write(output))
                manifest.save(output)
                shard = new()
    if shard.articles:
        manifest.shards.append(shard.write(output))
    manifest.complete = True
    manifest.save(output)
