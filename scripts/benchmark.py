#!/usr/bin/env python3
"""Measure speed and memory: stages, a peer, the whole command, memory, long articles, loading a release.

Usage: benchmark.py [--input PATH...] [--quick] [--json]; by default on generated English articles
(tests/support/generated.py). The peer is textacy's `direct_quotations` on spaCy's small English model without NER
(`pip install convoy17[bench]`). Speeds are per second of processor time of one core, which other programs disturb less
than wall-clock time.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from typing import Any

from bench_runs import by_jobs, by_size, loading, start_up
from bench_stages import INSTALL, against_peer, by_length, stages
from bench_texts import Articles, load, machine, made_up, megabytes, read_articles, repeated

from corpus.cli.console import progress
from corpus.io.limits import MAX_ARTICLE

SIZES, QUICK_SIZES = [300, 1_000, 3_000], [20, 60]
LENGTHS, QUICK_LENGTHS = [100_000, 300_000, 1_000_000, 3_000_000, MAX_ARTICLE], [10_000, 30_000, 100_000]


def main() -> None:
    """Measure, and print the results."""
    options = _options()
    # Before numpy is imported, here and in child processes.
    os.environ["OMP_NUM_THREADS"] = "1"
    begin, before = time.perf_counter(), load()
    articles = read_articles(options.input) if options.input else made_up(max(options.articles, *options.sizes))
    sample = articles[: options.articles]
    result: dict[str, Any] = {
        "machine": machine(),
        "texts": {"articles": len(sample), "megabytes": megabytes(sample), "given": bool(options.input)},
    }
    parts = _parts(articles, sample, options)
    with progress("measuring", total=len(parts)) as step:
        for name, part in parts.items():
            result[name] = part()
            step(name)
    result["machine"] |= {"load_before": before, "load_after": load(), "seconds": time.perf_counter() - begin}
    print(json.dumps(result, indent=1) if options.json else render(result))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--input", nargs="+", default=[], metavar="PATH", help="input as for `corpus tag --input`")
    parser.add_argument("--quick", action="store_true", help="small sizes and one round: under a minute")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--articles", type=int, help="number of articles for the stages and the peer")
    parser.add_argument("--rounds", type=int, help="number of measurements of each")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of articles of the inputs for memory")
    parser.add_argument("--lengths", type=int, nargs="+", help="lengths of the long article in characters")
    options = parser.parse_args()
    quick = options.quick
    options.articles = options.articles or (20 if quick else 300)
    options.rounds = options.rounds or (1 if quick else 5)
    options.sizes = options.sizes or (QUICK_SIZES if quick else SIZES)
    options.lengths = options.lengths or (QUICK_LENGTHS if quick else LENGTHS)
    return options


def _parts(articles: Articles, sample: Articles, options: argparse.Namespace) -> dict[str, Callable[[], Any]]:
    rounds, least = options.rounds, 0.05 if options.quick else 0.5
    return {
        "start": lambda: start_up(rounds),
        "stages": lambda: stages(sample, rounds=rounds, least=least),
        "peer": lambda: against_peer(sample, rounds=rounds),
        "jobs": lambda: by_jobs(repeated(articles, options.sizes[len(options.sizes) // 2]), rounds=min(rounds, 3)),
        "memory": lambda: by_size(articles, options.sizes),
        "length": lambda: by_length(articles, options.lengths, least=least),
        "loading": loading,
    }


def render(result: dict[str, Any]) -> str:
    """Format the results as Markdown."""
    about, texts = result["machine"], result["texts"]
    kind = "given" if texts["given"] else "made-up"
    rows = [("stage, one core", "articles/s", "MB/s"), ("---", "---:", "---:")]
    for name, found in result["stages"].items():
        rows.append((name, _many(found["articles_per_second"]), _many(found["megabytes_per_second"])))
    for jobs in "12":
        found, name = result["jobs"][jobs], f"`corpus tag`, {jobs} process{'es' if jobs == '2' else ''}, by the clock"
        rows.append((name, _many(found["articles_per_second"]), _many(found["megabytes_per_second"])))
    measured = (
        f"{about['processor']}, {about['cores']} cores, Python {about['python']}, {about['system']}; load "
        f"{about['load_before']} before and {about['load_after']} after; {texts['articles']} {kind} articles, "
        f"{texts['megabytes']:.2f} MB; {about['seconds']:.0f} s"
    )
    lines = [
        measured,
        "",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        *_ratios(result),
        *_memory(result),
        *_growth(result["length"]),
        *_loaded(result["loading"]),
        f"- start to the first article: {_one(result['start'])} s",
    ]
    return "\n".join(lines)


def _ratios(result: dict[str, Any]) -> list[str]:
    jobs, peer = result["jobs"], result["peer"]
    lines = []
    lines.append(
        f"- two processes: {_one(jobs['ratio'])} times as fast as one by the clock, which other programs disturb; "
        f"they take {_one(jobs['cpu_ratio'])} times its processor time; {jobs['articles']:,} articles, start included"
    )
    if peer is None:
        return [*lines, f"- {INSTALL}"]
    lines.append(
        f"- against textacy on spaCy's small model ({_one(peer['peer'])} MB/s): {_one(peer['ratio'])} times as fast, "
        f"the rules alone {_one(peer['rules_ratio'])} times"
    )
    if peer["peer_gives_up"]:
        lines.append(f"- it takes no odd number of marks: {peer['peer_gives_up']} of {peer['texts']} texts")
    return lines


def _memory(result: dict[str, Any]) -> list[str]:
    return [
        f"- peak memory, {int(size):,} articles: {_megabytes(found['parent_megabytes'])} reads and writes, "
        f"{_megabytes(found['worker_megabytes'])} each of two that tag"
        for size, found in result["memory"].items()
    ]


def _growth(found: dict[str, Any]) -> list[str]:
    lines = [
        f"- one article of {int(length):,} characters: {taken['tool']:.2f} s, by the rules {taken['rules']:.2f} s"
        for length, taken in found["seconds"].items()
    ]
    if found["refused"]:
        lines.append(f"- refused: {found['refused']}")
    if found["tool_exponent"] is not None:
        lines.append(
            f"- time grows with the power {found['tool_exponent']:.2f} of the length, "
            f"by the rules {found['rules_exponent']:.2f}"
        )
    return lines


def _loaded(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    return [
        f"- release {found['release']}, quotations, {name}: {first['seconds']:.3f} s, again {again['seconds']:.3f} s"
        for name in ("load_dataset", "read_parquet")
        for first, again in [found[name]]
    ]


def _one(found: dict[str, float]) -> str:
    return f"{found['median']:.2f}"


def _many(found: dict[str, float]) -> str:
    digits = 0 if found["median"] >= 100 else 1 if found["median"] >= 10 else 2
    return f"{found['median']:,.{digits}f}"


def _megabytes(size: float | None) -> str:
    return "not available" if size is None else f"{size:.0f} MB"


if __name__ == "__main__":
    main()
