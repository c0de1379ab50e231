"""Counts that may only fall: words that are not used, and operators that hide in expressions.

ratchet.py [--write] [--words PART] [--worst N]; prints what is counted in each part of the repository, and its ceiling.
``--write`` lowers the ceilings in tests/repository/words.toml and complexity.toml to what is counted, raises none, and
writes the figures of docs/explanation/complexity.md.
``--words PART`` lists every word of the list in a part of the repository (``corpus/quotes``, ``docs``), with its line
and what to write instead. ``--worst N`` lists the N functions with the most operators.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support import ratchet  # noqa: E402


def lowered_words() -> str:
    """words.toml with ceilings that do not exceed what is counted."""
    text = ratchet.WORDS.read_text("utf-8")
    before = tomllib.loads(text).get("ceilings", {})
    head = text.partition("\n[ceilings]\n")[0]
    counts = ratchet.word_counts()
    lines = [f'"{part}" = {min(count, before.get(part, count))}\n' for part, count in counts.items()]
    return head + "\n[ceilings]\n" + "".join(lines)


def lowered_complexity() -> str:
    """complexity.toml with ceilings that do not exceed what is counted."""
    text = ratchet.COMPLEXITY.read_text("utf-8")
    before = tomllib.loads(text)
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    lines = []
    for part, counted in ratchet.complexity().items():
        ceilings = before.get(part, {})
        kinds = {kind: min(value, ceilings.get(kind, value)) for kind, value in counted.items() if kind != "lines"}
        pairs = ", ".join(f"{kind} = {value}" for kind, value in kinds.items())
        lines.append(f'"{part}" = {{{pairs}}}\n')
    return head + "\n" + "".join(lines)


def show() -> None:
    """Print what is counted, and the ceilings."""
    ceilings = tomllib.loads(ratchet.WORDS.read_text("utf-8")).get("ceilings", {})
    for part, count in ratchet.word_counts().items():
        print(f"words  {part:24} {count:5}  (ceiling {ceilings.get(part, '-')})")
    for part, counted in ratchet.complexity().items():
        print(f"operators  {part:20} {'  '.join(f'{kind} {value}' for kind, value in counted.items())}")


def main(arguments: list[str] | None = None) -> int:
    """Print, list or lower; the exit code."""
    parser = argparse.ArgumentParser(description="Counts that may only fall.")
    parser.add_argument("--write", action="store_true", help="lower the ceilings to what is counted")
    parser.add_argument("--words", metavar="PART", help="list every word of the list in a part of the repository")
    parser.add_argument("--worst", metavar="N", type=int, help="list the functions with the most operators")
    options = parser.parse_args(arguments)
    if options.words:
        for hit in ratchet.word_hits():
            if hit.place == options.words:
                print(f"{hit.path}:{hit.line}: {hit.word} (write: {hit.write})")
    elif options.worst:
        for count, place in ratchet.worst_functions(options.worst):
            print(f"{count:4} {place}")
    elif options.write:
        ratchet.WORDS.write_text(lowered_words(), encoding="utf-8", newline="\n")
        ratchet.COMPLEXITY.write_text(lowered_complexity(), encoding="utf-8", newline="\n")
        ratchet.PAGE.write_text(ratchet.written_page(), encoding="utf-8", newline="\n")
    else:
        show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
