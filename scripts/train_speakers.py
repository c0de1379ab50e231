"""Train the ranker of speakers: ``python scripts/train_speakers.py en=CLUSTERS.jsonl nb=ANNOTATED.jsonl ...``.

Each argument names a language and a file of JSON lines with the keys ``id`` and ``text``, and either ``clusters``
(gold coreference: ``names`` and ``mentions`` of each) or ``attributions`` (with ``content`` and ``speaker``). Writes
``speakers.toml`` into the folder that all languages share, with confidences counted by cross-validation over documents.
Needs no extra, takes about three minutes on one core, and gives the same numbers each time on one machine.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.languages.data import SHARED
from corpus.languages.language import load_language
from corpus.speakers.ranking import FILE
from corpus.training.fit_ranker import RankerSettings, fit_ranker, to_toml
from corpus.training.speaker_examples import read_documents

LANGUAGES = Path(__file__).resolve().parent.parent / "corpus" / "languages"


def main(arguments: list[str]) -> int:
    """Train, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", help="LANGUAGE=FILE")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of language folders")
    parser.add_argument("--folds", type=Path, help="folder for the rankers of the cross-validation, one for each fold")
    given = parser.parse_args(arguments)
    pairs = [item.partition("=")[::2] for item in given.data]
    documents = [d for code, path in pairs for d in read_documents(Path(path), load_language(code))]
    fitted = fit_ranker(documents, RankerSettings())
    comment = "The ranker of `corpus.speakers.ranking`. Written by scripts/train_speakers.py."
    (given.output / SHARED / FILE).write_text(to_toml(fitted.tables, comment=comment), encoding="utf-8")
    for n, tables in enumerate(fitted.by_fold if given.folds else ()):
        given.folds.mkdir(parents=True, exist_ok=True)
        (given.folds / f"{n}.toml").write_text(to_toml(tables, comment=comment), encoding="utf-8")
    counts = {name: f"{right}/{total}" for name, (right, total) in fitted.tables["evidence"].items()}
    print(f"{len(documents)} documents; right answers by evidence: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
