"""Train a language's tagger: ``python scripts/train.py en TRAIN.jsonl.gz``. Wants the extra ``train``.

Writes ``model.npz`` and ``confidence.toml`` into the language's folder, and how often each rule is right into the
folder that all languages share. The data are texts with attributions as JSON lines, the form that ``corpus evaluate``
reads; CONTRIBUTING.md says where ours come from. Takes about half an hour on two cores, and gives the same bytes each
time on one machine with the locked versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from corpus.langdata import SHARED
from corpus.language import load_language
from corpus.tagger import confidence, weights
from corpus.training.calibrate import count_rules, fit_coefficients, judge
from corpus.training.fit import Schedule
from corpus.training.learn import learn
from corpus.training.network import Settings
from corpus.training.samples import read_samples

LANGUAGES = Path(__file__).resolve().parent.parent / "corpus" / "lang"
#: Every so many-th article is kept from the first of two trainings, so that confidence is fitted on unseen ones.
FOLDS = 10


def toml(comment: str, tables: dict[str, dict[str, object]]) -> str:
    """Tables of numbers as TOML."""
    lines = [f"# {comment} Written by scripts/train.py."]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in table.items())]
    return "\n".join(lines) + "\n"


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", help="code of the language")
    parser.add_argument("data", type=Path, help="annotated articles, .jsonl or .jsonl.gz")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of language folders")
    parser.add_argument("--rounds", type=int, default=Schedule().rounds)
    parser.add_argument("--width", type=int, default=Settings().width)
    parser.add_argument(
        "--dilations", type=int, nargs="+", default=Settings().dilations, help="reach of each convolution"
    )
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Train twice, without the held-out articles and with all of them, and write what was learned."""
    given = read_arguments(arguments)
    language, began = load_language(given.language), time.monotonic()

    def report(number: int, labels: float, links: float) -> None:
        minutes = (time.monotonic() - began) / 60
        print(
            f"round {number} of {given.rounds}: labels {labels:.4f}, links {links:.4f}, {minutes:.1f} min", flush=True
        )

    samples = read_samples(given.data, language)
    options = {
        "settings": Settings(width=given.width, dilations=tuple(given.dilations)),
        "schedule": Schedule(rounds=given.rounds, seed=given.seed),
        "report": report,
    }
    kept_back = samples[::FOLDS]
    first = learn([s for n, s in enumerate(samples) if n % FOLDS], language, **options)
    judged = judge(kept_back, language, weights.read_weights(first, code=language.code))
    last = learn(samples, language, **options)
    for code in (language.code, SHARED):
        (given.output / code).mkdir(parents=True, exist_ok=True)
    (given.output / language.code / weights.FILE).write_bytes(last)
    (given.output / language.code / confidence.FILE).write_text(
        toml(
            "How sure the tagger may be; how often a rule is right where it has found nothing: [right, total].",
            {"tagger": dict(fit_coefficients(judged)), "alone": dict(count_rules(judged))},
        )
    )
    (given.output / SHARED / confidence.FILE).write_text(
        toml(
            "How often each rule is right: [right, total].",
            {"rules": dict(count_rules(judge(samples, language, None)))},
        )
    )
    print(f"{len(last) / 1e6:.1f} MB of weights, {(time.monotonic() - began) / 60:.1f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
