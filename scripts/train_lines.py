"""Train the line classifier of cleaning: ``python scripts/train.py clean DATA...``. Requires the extra ``train``.

Writes ``model.npz`` into ``corpus/clean``. Each file of data is JSON lines, plain or ``.gz``: labelled texts (see
`corpus.training.lines`) or pages as HTML, whose labels are those of the text of the same page (see
`corpus.training.pages`). The same data give the same bytes on one machine with the locked versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from corpus.clean.model import WEIGHTS, write_model
from corpus.training.fit_lines import LineSettings, fit_lines
from corpus.training.lines import LineSample, read_rows, read_samples
from corpus.training.pages import read_page_samples

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "clean"


def read_data(files: list[tuple[Path, float]]) -> list[LineSample]:
    """The samples of all files: texts first, then the pages that have the id of a text."""
    texts, pages = [], []
    for file, weight in files:
        rows = read_rows(file)
        (pages if rows and "html" in rows[0] else texts).append((rows, weight))
    whole = {row["id"]: row for rows, _ in texts for row in rows if row["variant"] == "browser"}
    samples = [sample for rows, weight in texts for sample in read_samples(rows, weight=weight)]
    return samples + [sample for rows, weight in pages for sample in read_page_samples(rows, whole, weight=weight)]


def weighted(value: str) -> tuple[Path, float]:
    """A file and its weight, from ``FILE`` or ``FILE=WEIGHT``."""
    file, _, weight = value.partition("=")
    return Path(file), float(weight or 1)


def main(arguments: list[str]) -> int:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(
        prog="train.py clean", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=weighted, nargs="+", metavar="FILE[=WEIGHT]", help="texts or pages with labels")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder for the model")
    parser.add_argument("--rounds", type=int, default=LineSettings().rounds)
    parser.add_argument("--seed", type=int, default=LineSettings().seed)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    settings = replace(LineSettings(), rounds=given.rounds, seed=given.seed)
    model = fit_lines(read_data(given.data), settings, lambda n, loss: print(f"round {n}: loss {loss:.4f}", flush=True))
    data = write_model(model.arrays, model.dilations)
    (given.output / WEIGHTS).write_bytes(data)
    print(f"{len(data) / 1e3:.0f} kB of weights, {(time.monotonic() - began) / 60:.1f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
