"""Fuzz a parser or a rule: ``python scripts/fuzz.py TARGET [--seconds N]``, or ``all``. Requires the extra ``fuzz``.

tests/support/fuzzed.py defines the targets and what each guarantees. An input that breaks the guarantee is written into
the folder of the target under ``--inputs``, and the exit code is 1. The next run starts with these inputs.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
FOUND = "found-"
#: Limits of seconds per input and of memory (MB) per process; exceeding them is a find.
SLOWEST, MEMORY = 20, 3_000
#: Maximum length of an input in bytes. A text has a word for each byte, files need more.
LONGEST = {"parquet": 50_000, "weights": 50_000, "manifest": 10_000, "tables": 5_000}


def main() -> int:
    """Fuzz one target in this process, or each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", help="one of those in tests/support/fuzzed.py, or all, or list")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--inputs", type=Path, default=Path(tempfile.gettempdir()) / "convoy17-fuzz")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _fuzz(options.target, options.seconds, options.inputs / options.target)
    sys.path.insert(0, str(TESTS))
    from support.fuzzed import TARGETS  # noqa: PLC0415  (not instrumented: only the names are needed)

    names = list(TARGETS) if options.target in ("all", "list") else [options.target]
    if options.target == "list":
        print(*names)
        return 0
    return max(_in_a_process(name, options.seconds, options.inputs) for name in names)


def _in_a_process(name: str, seconds: int, inputs: Path) -> int:
    """Run a target in a process, then print the number of inputs and each find."""
    place = inputs / name
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob(f"{FOUND}*"):
        old.rename(place / f"again-{old.name.removeprefix(FOUND)}")
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--inputs", str(inputs), "--inside"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    counted = re.findall(r"^(?:#|stat::number_of_executed_units:\s*)(\d+)", done.stderr, re.MULTILINE)
    found = sorted(place.glob(f"{FOUND}*"))
    # libFuzzer reports crashes and hangs, which end the process; exceptions are reported here.
    broken = "" if done.returncode == 0 else f"{done.stdout}\n{done.stderr}"[-5_000:]
    print(f"{name}: {max(map(int, counted), default=0):,} inputs, {len(found)} finds {broken}", flush=True)
    for path in found:
        print(f"  {path}", *_error_lines(name, path), sep="\n    ", flush=True)
    return int(bool(found or broken))


def _error_lines(name: str, path: Path) -> list[str]:
    """The last lines of the error that an input causes."""
    code = f"import sys, pathlib; sys.path.insert(0, {str(TESTS)!r}); from support import fuzzed; "
    code += f"fuzzed.run({name!r}, pathlib.Path({str(path)!r}).read_bytes())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    return done.stderr.splitlines()[-6:]


def _fuzz(name: str, seconds: int, inputs: Path) -> None:
    """Run libFuzzer in this process; it ends the process."""
    import atheris  # noqa: PLC0415  (an extra)

    sys.path.insert(0, str(TESTS))
    with atheris.instrument_imports(include=["corpus"]):
        from support import fuzzed  # noqa: PLC0415  (so that the package is imported instrumented)
    for number, seed in enumerate(fuzzed.seeds(name)):
        (inputs / f"seed-{number}").write_bytes(seed)
    known: set[tuple[str, int, str]] = set()

    def one(data: bytes) -> None:
        """Record the first exception of each place that raises one, and continue."""
        try:
            fuzzed.run(name, data)
        except Exception as e:
            at = traceback.extract_tb(e.__traceback__)[-1]
            key = (at.filename, at.lineno or 0, type(e).__name__)
            if key not in known:
                known.add(key)
                (inputs / f"{FOUND}{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)

    options = [
        f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}", "-print_final_stats=1",
        f"-max_len={LONGEST.get(name, 2_000)}", f"-artifact_prefix={inputs}/{FOUND}", "-len_control=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(inputs)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
