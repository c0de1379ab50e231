"""Kill ``corpus tag --output`` repeatedly at random moments and check that it resumes to the same output.

Usage: python scripts/kill_stream.py [KILLS], by default 100. The exit code is 0 if every byte is the same.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SENTENCE = "“Road {0} is safe,” said Kari Moen, director of the harbour. Ola Berg said that bridge {0} is closed.\n"


def main() -> int:
    """Create an input, run it once undisturbed and once with kills, and compare the outputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Many more shards than kills, so that the run does not end before the last kill.
        shards = 12 * options.kills
        articles = ({"id": n, "text": "" if n % 9 == 5 else _SENTENCE.format(n) * 10} for n in range(8 * shards))
        source = folder / "articles.jsonl"
        source.write_text("".join(f"{json.dumps(a)}\n" for a in articles), encoding="utf-8")
        whole, often = folder / "whole", folder / "often"
        first = _run(source, whole).wait()
        killed = _killed(source, often, kills=options.kills, rng=random.Random(options.seed))  # noqa: S311
        last = _run(source, often).wait()
        same = _content(whole) == _content(often)
    print(f"{killed} of {options.kills} kills, exit codes {first} and {last}, {'the same' if same else 'OTHER'} bytes")
    return 0 if same and killed == options.kills and first == last == 2 else 1


def _killed(source: Path, output: Path, *, kills: int, rng: random.Random) -> int:
    """Start and kill a run repeatedly; check that no finished shard is written again.

    Returns:
        How often the run was killed before its end.
    """
    killed, times = 0, {}
    for _ in range(kills):
        running = _run(source, output)
        # Most runs write a shard before they are killed, some do not.
        more = len(times) + (rng.random() < 0.7)
        while running.poll() is None and _shards(output) < more:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.2)
        running.kill()
        killed += running.wait() == -9
        now = {n: (output / f"quotes-{n:05d}.parquet").stat().st_mtime_ns for n in range(_shards(output))}
        assert now.items() >= times.items(), "a finished shard was written again"
        times = now
    return killed


def _shards(output: Path) -> int:
    manifest = output / "manifest.json"
    return len(json.loads(manifest.read_text("utf-8"))["shards"]) if manifest.exists() else 0


def _run(source: Path, output: Path) -> subprocess.Popen[bytes]:
    options = ["--jobs", "2", "--model", "rules", "--language", "en", "--shard-articles", "8"]
    command = [sys.executable, "-m", "corpus", "tag", "--input", source, "--output", output, *options]
    return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


if __name__ == "__main__":
    sys.exit(main())
