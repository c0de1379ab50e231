"""Gold and predictions to measure: a sample whose figures are worked out by hand, and files of gold."""

import gzip
import json
from dataclasses import replace

from corpus.evaluate.measures import evaluate
from corpus.evaluate.units import Unit
from corpus.records import Attribution, Span


def row(kind: str, content, cue=(), source=(), *, speaker="unknown") -> Attribution:
    content, cue, source = ([Span(*s) for s in part] for part in (content, cue, source))
    return Attribution("q", kind, tuple(content), tuple(cue), tuple(source), speaker=speaker)


A = '"Go on," said Ana. He added that it was late.'
GOLD_A = (
    row("direct", [[1, 7]], [[9, 13]], [[14, 17]], speaker="Ana"),
    row("indirect", [[33, 44]], [[22, 27]], [[19, 21]], speaker="Ben"),
)
C = 'The plan is "too slow" and late, it says.'
GOLD_C = (row("mixed", [[0, 31]], [[36, 40]]),)
#: A wrong source and speaker; an overlap of 9 of 13; a false alarm; an overlap of 7 of 25, which is no detection.
PREDICTED_A = (replace(GOLD_A[0], source=(), speaker="Ben"), replace(GOLD_A[1], content=(Span(28, 44),)))
PREDICTED_B = (row("indirect", [[0, 7]]),)
PREDICTED_C = (row("direct", [[13, 21]], [[36, 40]]),)
UNITS = [
    Unit("a", "en", A, GOLD_A, PREDICTED_A, speakers=True),
    Unit("b", "en", "Nothing was said.", (), PREDICTED_B, speakers=True),
    Unit("c", "nb", C, GOLD_C, PREDICTED_C, speakers=True),
]


def values(units, group="overall") -> dict[str, float | None]:
    return {name: m.value for name, m in evaluate(units).groups[group].measures.items()}


def write(path, rows):
    lines = "".join(json.dumps(r) + "\n" for r in rows)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


ANA = {"type": "direct", "content": [[1, 7]], "cue": [[9, 13]], "source": [[14, 17]]}
GOLD = [
    {"id": "a", "text": A, "attributions": [ANA]},
    {"id": 2, "text": "Nothing was said by the council.", "attributions": []},
]  # fmt: skip
