"""Find pull quotes: lines that repeat words of a longer line of the article, set apart for the eye.

What a pull quote quotes is in the text already, so counting it again would make one utterance two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.clean.labels import Label, Labels, LineLabels, LineSet, StructureRule
from corpus.clean.lines import Line

_QUOTES = "\"“”„«»‘’'‹›"
_QUOTE = re.compile(f"[{_QUOTES}]")
_DASHES = "–—―"
_PUNCTUATION = ".,;:!?…؟،؛"
#: How long a pull quote is, in words. A shorter line may be an answer that is given twice, a longer one is text.
_SHORTEST, _LONGEST = 6, 45
#: So many more words has the line that it is from.
_LONGER = 2


def pull_quotes(page: LineSet, known: LineLabels) -> Labels:
    """Lines whose words come again, in the same order and without a gap, in a longer line of running text.

    Args:
        page: the lines.
        known: the labels so far.

    Returns:
        The role ``pull_quote`` for these lines.
    """
    candidates = {
        i: words_of(line)
        for i, line in enumerate(page.lines)
        if known[i] is None and _SHORTEST <= line.words <= _LONGEST and is_set_apart(line)
    }
    if not candidates:
        return {}
    running = [(i, line) for i, line in enumerate(page.lines) if known.is_running(page.lines, i)]
    own = dict(running)
    repeated = set(_repeated(_occurring(candidates, own), running))
    return {i: Label("pull_quote", StructureRule.PULL_QUOTE.value) for i in sorted(repeated)}


def _occurring(candidates: dict[int, list[str]], running: Mapping[int, Line]) -> dict[int, list[str]]:
    """The candidates whose words after the first, which may have a mark, are in the text outside their own line."""
    views = [line.view for line in running.values()]
    words = " ".join(_QUOTE.sub("", " ".join(views)).split())
    return {i: own for i, own in candidates.items() if words.count(" ".join(own[1 : _SHORTEST - 1])) > (i in running)}


def words_of(line: Line) -> list[str]:
    """The words of a line without quotation marks, and without dashes and punctuation around the line."""
    return _QUOTE.sub("", line.view).strip(_DASHES + _PUNCTUATION + " ").split()


def is_set_apart(line: Line) -> bool:
    """Whether a line is a quotation or has no closing punctuation, as pull quotes do."""
    return line.ends_open or line.view[:1] in _QUOTES + _DASHES


def _repeated(candidates: dict[int, list[str]], running: Iterable[tuple[int, Line]]) -> Iterator[int]:
    """The candidates whose words are in a longer one of other lines."""
    by_beginning: dict[tuple[str, ...], list[int]] = {}
    for i, own in candidates.items():
        by_beginning.setdefault(tuple(own[:_SHORTEST]), []).append(i)
    if not by_beginning:
        return
    first_words = {beginning[0] for beginning in by_beginning if beginning}
    for k, line in running:
        words = words_of(line)
        for at, word in enumerate(words):
            if word in first_words:
                for i in by_beginning.get(tuple(words[at : at + _SHORTEST]), ()):
                    if i != k and _is_part(candidates[i], words, at):
                        yield i


def _is_part(own: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether words are a part of more words at a place; the last may have punctuation after it there."""
    if len(words) < len(own) + _LONGER or len(words) < at + len(own):
        return False
    last = words[at + len(own) - 1].rstrip(_PUNCTUATION)
    return last == own[-1] and words[at : at + len(own) - 1] == own[:-1]
