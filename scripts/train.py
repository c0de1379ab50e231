"""Train the light tagger of a language: ``python scripts/train.py en TRAIN.jsonl.gz``. Requires the extra ``train``.

``python scripts/train.py clean DATA...`` trains the line classifier of cleaning instead; see ``train_lines.py``.

Writes ``model.npz`` and ``confidence.toml`` into the folder of the language, and how often each rule is right into the
folder that all languages share. The data are texts with attributions as JSON lines, the format that ``corpus evaluate``
reads; docs/how-to/train.md says where ours come from. Takes ten to twelve minutes on two cores, and writes the same
bytes each time on one machine with the locked versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from corpus.combine import confidence
from corpus.languages.data import SHARED, WEIGHTS
from corpus.languages.language import load_language
from corpus.training.light import TrainedLightModel, TrainingSchedule, train
from corpus.training.network import NetworkConfig
from corpus.training.samples import read_samples

sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_lines

LANGUAGES = Path(__file__).resolve().parent.parent / "corpus" / "languages"


def format_confidence(comment: str, tables: Mapping[str, Mapping[str, object]], *, script: str) -> str:
    """Format the tables of a confidence file as TOML.

    Args:
        comment: what the file holds, as sentences.
        tables: numbers, or lists of numbers, by table and key.
        script: that writes the file.
    """
    lines = [f"# {comment} Written by {script}."]
    for name, table in tables.items():
        lines += ["", f"[{name}]"]
        lines += [f'"{key}" = {value}' for key, value in table.items()]
    return "\n".join(lines) + "\n"


def make_parser() -> argparse.ArgumentParser:
    """The arguments of the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", help="code of the language")
    parser.add_argument("data", type=Path, help="annotated articles, .jsonl or .jsonl.gz")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of the language folders")
    parser.add_argument("--rounds", type=int, default=TrainingSchedule().rounds, help="passes over the articles")
    parser.add_argument("--width", type=int, default=NetworkConfig().width, help="width of the hidden states")
    parser.add_argument("--seed", type=int, default=0, help="seed of initial weights, dropout and order")
    return parser


def write_model(trained: TrainedLightModel, code: str, output: Path) -> None:
    """Write the files of a light model into the folders of its language and of all languages."""
    own, shared = output / code, output / SHARED
    for folder in (own, shared):
        folder.mkdir(parents=True, exist_ok=True)
    (own / WEIGHTS).write_bytes(trained.weights)
    script = "scripts/train.py"
    comment = "Confidence of the tagger; how often a rule is right where the tagger found nothing: [right, total]."
    own_tables = format_confidence(comment, trained.confidence, script=script)
    (own / confidence.FILE).write_text(own_tables, encoding="utf-8")
    shared_tables = format_confidence(
        "How often each rule is right: [right, total].", trained.shared_confidence, script=script
    )
    (shared / confidence.FILE).write_text(shared_tables, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Train a light tagger, or the line classifier, and write its files."""
    if arguments[:1] == ["clean"]:
        return train_lines.main(arguments[1:])
    options = make_parser().parse_args(arguments)
    began = time.monotonic()
    language = load_language(options.language)
    trained = train(
        read_samples(options.data, language),
        language,
        config=NetworkConfig(width=options.width),
        schedule=TrainingSchedule(rounds=options.rounds, seed=options.seed),
    )
    write_model(trained, language.code, options.output)
    print(f"{len(trained.weights) / 1e6:.1f} MB of weights, {(time.monotonic() - began) / 60:.1f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
