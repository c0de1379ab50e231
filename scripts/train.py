"""Train a language's tagger: ``python scripts/train.py en TRAIN.jsonl.gz``. Requires the extra ``train``.

``python scripts/train.py clean DATA...`` trains the line classifier of cleaning instead; see ``train_lines.py``.


Writes ``model.npz`` and ``confidence.toml`` into the language's folder, and how often each rule is right into the
folder that all languages share. The data are texts with attributions as JSON lines, the form that ``corpus evaluate``
reads; CONTRIBUTING.md says where ours come from. Takes ten to twelve minutes on two cores, and gives the same bytes
each time on one machine with the locked versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from corpus.combine import confidence
from corpus.languages.data import SHARED, WEIGHTS
from corpus.languages.language import load_language
from corpus.training.fit import Schedule
from corpus.training.learn import train
from corpus.training.network import Settings
from corpus.training.samples import read_samples

sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_lines

LANGUAGES = Path(__file__).resolve().parent.parent / "corpus" / "lang"


def toml(comment: str, tables: dict[str, dict[str, object]], *, by: str = "scripts/train.py") -> str:
    """Tables of numbers as TOML."""
    lines = [f"# {comment} Written by {by}."]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in table.items())]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Train, and write what was learned."""
    if arguments[:1] == ["clean"]:
        return train_lines.main(arguments[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", help="code of the language")
    parser.add_argument("data", type=Path, help="annotated articles, .jsonl or .jsonl.gz")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of language folders")
    parser.add_argument("--rounds", type=int, default=Schedule().rounds)
    parser.add_argument("--width", type=int, default=Settings().width)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    language, began = load_language(given.language), time.monotonic()
    learned = train(
        read_samples(given.data, language),
        language,
        settings=Settings(width=given.width),
        schedule=Schedule(rounds=given.rounds, seed=given.seed),
    )
    own, shared = (given.output / code for code in (language.code, SHARED))
    for folder in (own, shared):
        folder.mkdir(parents=True, exist_ok=True)
    (own / WEIGHTS).write_bytes(learned.weights)
    note = "How sure the tagger may be; how often a rule is right where it has found nothing: [right, total]."
    (own / confidence.FILE).write_text(toml(note, learned.own), encoding="utf-8")
    note = "How often each rule is right: [right, total]."
    (shared / confidence.FILE).write_text(toml(note, learned.shared), encoding="utf-8")
    print(f"{len(learned.weights) / 1e6:.1f} MB of weights, {(time.monotonic() - began) / 60:.1f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
