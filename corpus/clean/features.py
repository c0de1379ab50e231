"""Features of a text's lines that need no language data, as one array.

They follow Kohlschütter et al. (2010), "Boilerplate Detection using Shallow Text Features" (length, case, density),
Finn et al. (2001), "Fact or Fiction" (the stretch with the most running text), and Vogels et al. (2018), "Web2Text"
(words shared with the rest of the page).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.clean.arrays import SIGNS, Bools, Floats, Hashes, Ints, LineArrays, Sign, line_arrays

#: A line of so many words that ends a sentence or a clause is running text, one of as many as the second number if it
#: ends a sentence, one of as many as the third however it ends.
_RUNNING, _SHORT_RUNNING, _LONG_RUNNING = 12, 6, 25
#: What a line without running text costs a stretch, in words: the stretch bridges more or less of them.
_COSTS = (4.0, 12.0, 40.0)
#: The stretch that others are compared with.
_MIDDLE = 1
#: No line counts for more words than this in a stretch, and one that repeats another line for this share of them.
_MOST_WORDS, _REPEATED = 80.0, 0.3
#: Words are compared by their first letters, which most inflected forms share, if they have at least so many.
_STEM, _LONG_WORD = 6, 4
#: So many words are the frequent ones of a page, as function words are in any language.
_FREQUENT, _MORE_FREQUENT = 20, 60
#: Half the width of the windows in which running text is counted.
_WINDOWS = (2, 5, 12)
#: A headline has at most so many words, and they come back in so many lines after it.
_HEADLINE_WORDS, _REACH = 30, 15
_NEAR = 4
_MOST_BLANKS, _MOST_INDENT = 5, 20

#: A line is compared in form with so many lines before and after it: items of a list and entries of a menu are alike.
_ALIKE = 3

Values = NDArray[np.float64]
#: Columns of features by name. Of one whose name begins with `_LOG` the feature is the logarithm of 1 more, which is
#: taken of all of them at once.
Columns = dict[str, NDArray[np.generic] | float]
_LOG = "log_"
#: Columns of flags: what a line's first and last code point are, and how many of some it has, in halves up to 2.
_FIRST = {
    "begins_upper": Sign.UPPER, "begins_lower": Sign.LOWER, "begins_uncased": Sign.UNCASED, "begins_digit": Sign.DIGIT,
    "begins_quote": Sign.QUOTE, "begins_dash": Sign.DASH, "begins_bracket": Sign.BRACKET,
    "begins_punctuation": Sign.PUNCTUATION,
}  # fmt: skip
_LAST = {
    "ends_colon": Sign.COLON, "ends_quote": Sign.QUOTE, "ends_digit": Sign.DIGIT, "ends_bracket": Sign.BRACKET,
    "ends_comma": Sign.COMMA,
}  # fmt: skip
_FEW = {
    "quotes": Sign.QUOTE, "brackets": Sign.BRACKET, "symbols": Sign.SYMBOL, "bullets": Sign.BULLET,
    "punctuation": Sign.PUNCTUATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class LineContext:
    """What is known of a text's lines in addition to their own characters.

    Attributes:
        joined: whether no empty line comes before a line, bool (n_lines,).
        indents: code points before a line in its own line of the raw text, int64 (n_lines,).
        blanks: line ends between a line and the line before it, int64 (n_lines,).
        site_words: hashes of the words that site text is made of (`hash_words`), uint64 (n,), sorted.
        personal_words: those of the words that readers' comments are made of.
        kinds: what cleaning rules take a line for, as flags, float64 (n_lines, n_kinds).
        markup: features of the mark-up, float64 (n_lines, n_markup).
    """

    joined: Bools
    indents: Ints
    blanks: Ints
    site_words: Hashes
    personal_words: Hashes
    kinds: Values
    markup: Values


def line_features(lines: LineArrays, context: LineContext) -> tuple[Floats, Bools]:
    """The features of lines.

    Args:
        lines: the text's lines as arrays, at least one.
        context: what is known of them in addition to their characters.

    Returns:
        float32 (n_lines, n_features), and which lines look like running text, bool (n_lines,).
    """
    base = _base(lines)
    columns = _columns(base, context)
    names = _column_names()
    own, kinds = len(names), context.kinds.shape[1]
    # Features as rows while they are written: a row is one piece of memory.
    rows = np.empty((own + kinds + context.markup.shape[1], len(lines)), dtype=np.float32)
    for n, name in enumerate(names):
        rows[n] = columns[name]
    logarithms = rows[: _logarithms()]
    np.log1p(logarithms, out=logarithms)
    rows[own : own + kinds], rows[own + kinds :] = context.kinds.T, context.markup.T
    return np.ascontiguousarray(rows.T), base.running


@functools.cache
def _column_names() -> tuple[str, ...]:
    """The columns in the order of the features: those whose logarithm is taken first."""
    none = np.zeros((1, 0))
    context = LineContext(
        joined=np.zeros(1, dtype=bool),
        indents=np.zeros(1, dtype=np.int64),
        blanks=np.zeros(1, dtype=np.int64),
        site_words=np.zeros(0, dtype=np.uint64),
        personal_words=np.zeros(0, dtype=np.uint64),
        kinds=none,
        markup=none,
    )
    return tuple(sorted(_columns(_base(line_arrays("a", [0], [1])), context), key=lambda n: not n.startswith(_LOG)))


@functools.cache
def _logarithms() -> int:
    """How many columns are logarithms."""
    return sum(name.startswith(_LOG) for name in _column_names())


def feature_names() -> tuple[str, ...]:
    """The names of the features, without those of rules and mark-up, which come after them."""
    return tuple(name.removeprefix(_LOG) for name in _column_names())


def _columns(base: _Base, context: LineContext) -> Columns:
    stretches = np.array([_best_stretch(np.where(base.running, base.value, -cost)) for cost in _COSTS])
    columns = _shape_columns(base)
    columns |= _position_columns(base, context)
    columns |= _stretch_columns(base, stretches)
    return columns | _word_columns(base, stretches[_MIDDLE], context)


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Which of some values are equal.

    Attributes:
        order: the values sorted, those of one group next to each other and in their order if `stable`.
        numbers: the group of each value.
        counts: how many values each group has.
    """

    order: Ints
    numbers: Ints
    counts: Ints

    @classmethod
    def of(cls, values: Hashes, *, stable: bool = False) -> _Groups:
        """Group values; a stable order takes longer."""
        order = values.argsort(kind="stable" if stable else None)
        ordered = values[order]
        new = np.ones(len(values), dtype=np.int64)
        new[1:] = ordered[1:] != ordered[:-1]
        ranks = new.cumsum() - 1
        numbers = np.empty_like(ranks)
        numbers[order] = ranks
        return cls(order, numbers, np.bincount(ranks))


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What several features are computed from; all of shape (n_lines,) but ``counts``."""

    lines: LineArrays
    counts: Values
    characters: Values
    letters: Values
    words: Values
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    ends_stop: Bools
    strictly_running: Bools
    running: Bools
    repeats: Ints
    is_copy: Bools
    value: Values
    positions: Ints


def _base(lines: LineArrays) -> _Base:
    counts = lines.count_signs()
    words = np.diff(lines.first_words).astype(np.float64)
    first, last = lines.signs[lines.starts], lines.signs[lines.ends - 1]
    before_last = lines.signs[np.maximum(lines.ends - 2, lines.starts)]
    closing = (last == Sign.QUOTE) | (last == Sign.BRACKET) | (last == Sign.MARK)
    ends_stop = (last == Sign.STOP) | (closing & (before_last == Sign.STOP))
    strict = (ends_stop | (last == Sign.COLON)) & (words >= _RUNNING)
    running = strict | (ends_stop & (words >= _SHORT_RUNNING)) | (words >= _LONG_RUNNING)
    same = _Groups.of(lines.hashed(lines.starts, lines.ends), stable=True)
    is_copy = np.ones(len(words), dtype=np.bool_)
    is_copy[same.order[same.counts.cumsum() - same.counts]] = False
    value = np.where(running, np.minimum(words, _MOST_WORDS), 0.0)
    value[is_copy] *= _REPEATED
    return _Base(
        lines,
        counts,
        characters=(lines.ends - lines.starts).astype(np.float64),
        letters=counts[:, Sign.UPPER] + counts[:, Sign.LOWER] + counts[:, Sign.UNCASED],
        words=words,
        first=first,
        last=last,
        ends_stop=ends_stop,
        strictly_running=strict,
        running=running,
        repeats=same.counts[same.numbers] - 1,
        is_copy=is_copy,
        value=value,
        positions=np.arange(len(words)),
    )


def _best_stretch(scores: Values) -> tuple[int, int]:
    """Begin and end of the lines with the greatest sum of scores; ``(0, 0)`` if none is greater than 0."""
    sums = _sums(scores)
    lowest = np.minimum.accumulate(sums)
    end = int((sums - lowest).argmax())
    begin = int(np.flatnonzero(sums[: end + 1] == lowest[end])[-1])
    return begin, end


def _sums(values: NDArray[np.generic]) -> Values:
    """Running sums, with a 0 before the first."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _shape_columns(base: _Base) -> Columns:
    """What a line's own characters say."""
    lines, counts, signs = base.lines, base.counts, base.lines.signs
    words, characters, letters = np.maximum(base.words, 1), base.characters, np.maximum(base.letters, 1)
    first, last = base.first, base.last
    # Each code point with those around it, with white space around the text.
    padded = np.full(len(signs) + 3, Sign.SPACE, dtype=np.uint8)
    padded[2:-1] = signs
    second_before, before, after = padded[:-3], padded[1:-2], padded[3:]
    upper, after_digit = signs == Sign.UPPER, before == Sign.DIGIT
    stop = signs == Sign.STOP
    closes = (after == Sign.SPACE) | (after == Sign.QUOTE) | (after == Sign.BRACKET)
    stops = lines.count_places(stop & closes)
    new_sentences = lines.count_places(upper & (before == Sign.SPACE) & (second_before == Sign.STOP))
    times = lines.count_places((signs == Sign.COLON) & after_digit & (after == Sign.DIGIT))
    glued = lines.count_places(upper & (before == Sign.LOWER))
    kinds = signs[lines.word_starts]
    begins = lines.per_line(np.stack((kinds == Sign.UPPER, kinds == Sign.DIGIT), axis=1)) / words[:, None]
    few = np.minimum(counts, 4) / 2
    columns: Columns = {name: first == sign for name, sign in _FIRST.items()}
    columns |= {name: last == sign for name, sign in _LAST.items()}
    columns |= {name: few[:, sign] for name, sign in _FEW.items()}
    columns |= _alike_columns(base)
    return columns | {
        "log_words": base.words,
        "log_characters": characters,
        "word_length": np.minimum(base.letters / words, 15) / 5,
        "ends_stop": base.ends_stop,
        "ends_letter": (last >= Sign.UPPER) & (last <= Sign.UNCASED),
        "ends_symbol": (last == Sign.SYMBOL) | (last == Sign.BULLET) | (last == Sign.PUNCTUATION),
        "begins_bullet": (first == Sign.BULLET) | (first == Sign.SYMBOL),
        "log_sentence_ends": stops,
        "log_new_sentences": new_sentences,
        "log_sentence_length": base.words / np.maximum(1, stops),
        "upper_words": begins[:, 0],
        "digit_words": begins[:, 1],
        "digits": counts[:, Sign.DIGIT] / characters,
        "upper": counts[:, Sign.UPPER] / letters,
        "all_upper": (counts[:, Sign.LOWER] == 0) & (counts[:, Sign.UPPER] > 1),
        "uncased": counts[:, Sign.UNCASED] > base.letters / 2,
        "has_quote": counts[:, Sign.QUOTE] > 0,
        "commas": counts[:, Sign.COMMA] / words,
        "has_comma": counts[:, Sign.COMMA] > 0,
        "colons": np.minimum(counts[:, Sign.COLON], 3),
        "dashes": np.minimum(counts[:, Sign.DASH], 3),
        "has_time": times > 0,
        "glued": np.minimum(glued, 5) / 2,
        "marks": np.minimum(counts[:, Sign.MARK] / words, 1),
        "no_letters": base.letters == 0,
    }


def _alike_columns(base: _Base) -> Columns:
    """How many of the lines near a line have the same form: beginning, end, and whether there are digits or dashes."""
    number = len(base.words)
    forms = base.first.astype(np.int64) * SIGNS + base.last
    forms += SIGNS * SIGNS * (2 * (base.counts[:, Sign.DIGIT] > 0) + (base.counts[:, Sign.DASH] > 0))
    padded = np.full(number + 2 * _ALIKE, -1)
    padded[_ALIKE:-_ALIKE] = forms
    before = sum((padded[_ALIKE - k : number + _ALIKE - k] == forms).astype(np.int64) for k in range(1, _ALIKE + 1))
    after = sum((padded[_ALIKE + k : number + _ALIKE + k] == forms).astype(np.int64) for k in range(1, _ALIKE + 1))
    return {"alike_before": before, "alike_after": after}


def _position_columns(base: _Base, context: LineContext) -> Columns:
    """Where a line is in the text, and what the text is like as a whole."""
    number, positions, running = len(base.words), base.positions, base.running
    before, running_before = _sums(base.words), _sums(base.value)
    all_words, all_running = max(1.0, before[-1]), max(1.0, running_before[-1])
    joined_to_next = np.zeros(number, dtype=np.bool_)
    joined_to_next[:-1] = context.joined[1:]
    return {
        "log_repeats": base.repeats,
        "is_copy": base.is_copy,
        "joined": context.joined,
        "joined_to_next": joined_to_next,
        "indent": np.minimum(context.indents, _MOST_INDENT) / 5,
        "blanks": np.minimum(context.blanks, _MOST_BLANKS) / 3,
        "position": positions / max(1, number - 1),
        "log_lines_before": positions,
        "log_lines_after": number - 1 - positions,
        "words_before": before[:-1] / all_words,
        "running_before": running_before[:-1] / all_running,
        "strictly_running": base.strictly_running,
        "running": running,
        "text_lines": math.log1p(number) / 3,
        "text_words": math.log1p(all_words) / 5,
        "text_running": all_running / all_words,
        "text_running_lines": running.mean(),
        "text_uncased": float(base.counts[:, Sign.UNCASED].sum() > base.letters.sum() / 2),
        "text_joined": context.joined.mean(),
    }


def _stretch_columns(base: _Base, stretches: Ints) -> Columns:
    """Where a line is relative to running text: windows, runs, and the best stretches, of shape (n, 2)."""
    positions, running, number = base.positions, base.running, len(base.words)
    length, within = _runs(running)
    words, lines = _sums(base.value), _sums(running)
    places = np.flatnonzero(running)
    bounded = np.empty(len(places) + 2, dtype=np.int64)
    bounded[0], bounded[1:-1], bounded[-1] = -1, places, number
    # How many running lines are before each, and up to it.
    running_before = lines.astype(np.int64)
    previous, following = bounded[running_before[:-1]], bounded[running_before[1:] + 1]
    columns: Columns = {
        "log_short_run": np.where(running, 0, length),
        "log_in_short_run": np.where(running, 0, within),
        "log_running_run": np.where(running, length, 0),
        "log_to_previous": positions - previous,
        "log_to_next": following - positions,
        "no_previous": previous < 0,
        "no_next": following == number,
    }
    widths = np.array(_WINDOWS)[:, None]
    low, high = np.maximum(positions - widths, 0), np.minimum(positions + widths + 1, number)
    words_within, running_within = words[high] - words[low], (lines[high] - lines[low]) / (2 * widths + 1)
    for n, width in enumerate(_WINDOWS):
        columns[f"log_words_within_{width}"] = words_within[n]
        columns[f"running_within_{width}"] = running_within[n]
    begin, end = stretches[:, :1], stretches[:, 1:]
    inside = (positions >= begin) & (positions < end)
    before, after = np.maximum(begin - positions, 0), np.maximum(positions - end + 1, 0)
    edge = np.where(inside, np.minimum(positions - begin, end - 1 - positions), 0)
    share = (words[end] - words[begin]) / max(1.0, words[-1])
    density = (lines[end] - lines[begin]) / np.maximum(1, end - begin)
    for n in range(len(stretches)):
        columns |= {
            f"in_stretch_{n}": inside[n],
            f"log_before_stretch_{n}": before[n],
            f"log_after_stretch_{n}": after[n],
            f"log_stretch_edge_{n}": edge[n],
            f"stretch_share_{n}": share[n, 0],
            f"stretch_density_{n}": density[n, 0],
        }
    return columns


def _runs(flags: Bools) -> tuple[Ints, Ints]:
    """For each line, the length of the run of equal flags that it is in, and its position in it."""
    edges = np.flatnonzero(flags[1:] != flags[:-1]) + 1
    bounds = np.empty(len(edges) + 2, dtype=np.int64)
    bounds[0], bounds[1:-1], bounds[-1] = 0, edges, len(flags)
    lengths = bounds[1:] - bounds[:-1]
    return np.repeat(lengths, lengths), np.arange(len(flags)) - np.repeat(bounds[:-1], lengths)


def _word_columns(base: _Base, stretch: Ints, context: LineContext) -> Columns:
    """Which words a line shares with running text, with its neighbours, and with the best candidate for a headline."""
    lines = base.lines
    words = np.maximum(base.words, 1)
    hashes = lines.hashed(lines.word_starts, lines.word_ends)
    same = _Groups.of(hashes)
    source = (base.running & ~base.is_copy)[lines.word_lines]
    counts = np.bincount(same.numbers[source], minlength=max(1, len(same.counts)))
    own_count = counts[same.numbers]
    frequent = own_count >= max(2, _nth_largest(counts, _FREQUENT))
    more_frequent = own_count >= max(2, _nth_largest(counts, _MORE_FREQUENT))
    lengths = lines.word_ends - lines.word_starts
    long_words = lengths >= _LONG_WORD
    different = hashes[same.order[same.counts.cumsum() - same.counts]]
    of_site = _are_in(different, context.site_words)[same.numbers]
    personal = _are_in(different, context.personal_words)[same.numbers]
    short_frequent = frequent & (lengths <= _LONG_WORD)
    sums = lines.per_line(np.stack((frequent, more_frequent, short_frequent, of_site, long_words, personal), axis=1))
    shares = sums / words[:, None]
    columns: Columns = {
        "frequent": shares[:, 0],
        "more_frequent": shares[:, 1],
        "short_frequent": shares[:, 2],
        "site_words": shares[:, 3],
        "site_words_number": np.minimum(sums[:, 3], 6) / 3,
        "personal_words": shares[:, 5],
        "personal_words_number": np.minimum(sums[:, 5], 6) / 3,
        "log_long_words": sums[:, 4],
    }
    return columns | _stem_columns(base, _Stems.of(lines, np.flatnonzero(long_words)), sums[:, 4], stretch)


def _nth_largest(values: Ints, number: int) -> int:
    """The value that so many are as great as, 0 if there are fewer."""
    return int(np.partition(values, len(values) - number)[-number]) if len(values) > number else 0


def _are_in(values: Hashes, known: Hashes) -> Bools:
    """Which of some sorted values are among others, sorted as well."""
    if len(known) == 0:
        return np.zeros(len(values), dtype=np.bool_)
    found: Bools = known[np.minimum(known.searchsorted(values), len(known) - 1)] == values
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Stems:
    """The stems of the long words of a text, ordered by stem and then by line.

    Attributes:
        numbers: the number of each stem in order.
        lines: the line that it is in.
        keys: a number for stem and line together, ascending.
        is_new: whether it is the first of its stem and line.
        order: where each is among the long words of the text.
        different: how many different stems there are.
        n_lines: how many lines the text has.
    """

    numbers: Ints
    lines: Ints
    keys: Ints
    is_new: Bools
    order: Ints
    different: int
    n_lines: int

    @classmethod
    def of(cls, lines: LineArrays, long_words: Ints) -> _Stems:
        begins = lines.word_starts[long_words]
        same = _Groups.of(lines.hashed(begins, np.minimum(lines.word_ends[long_words], begins + _STEM)), stable=True)
        numbers, own_lines = same.numbers[same.order], lines.word_lines[long_words][same.order]
        keys = numbers * (len(lines) + 1) + own_lines
        is_new = np.ones(len(keys), dtype=np.bool_)
        is_new[1:] = keys[1:] != keys[:-1]
        return cls(numbers, own_lines, keys, is_new, same.order, len(same.counts), len(lines))

    def per_line(self, weights: NDArray[np.generic]) -> Values:
        """Sums of weights over the stems of each line."""
        return np.bincount(self.lines, weights=weights, minlength=self.n_lines).astype(np.float64, copy=False)

    def all_per_line(self, weights: Sequence[NDArray[np.generic]]) -> Values:
        """Sums of several weights over the stems of each line, (n_weights, n_lines)."""
        number = len(weights)
        values = np.empty((len(self.lines), number))
        for n, weight in enumerate(weights):
            values[:, n] = weight
        rows = np.bincount(
            (self.lines[:, None] * number + np.arange(number)).ravel(),
            weights=values.ravel(),
            minlength=number * self.n_lines,
        )
        return rows.astype(np.float64, copy=False).reshape(self.n_lines, number).T

    def lines_with(self, which: Bools) -> Ints:
        """In how many lines the stem of each is, of those that are chosen."""
        return np.bincount(self.numbers[which & self.is_new], minlength=self.different)[self.numbers]


def _stem_columns(base: _Base, stems: _Stems, long_words: Values, stretch: Ints) -> Columns:
    """Shares of a line's stems that are elsewhere, and how well the running text that follows supports it as headline.

    Args:
        base: the lines.
        stems: the stems of their long words.
        long_words: how many each line has.
        stretch: begin and end of the best stretch.
    """
    running, positions = base.running, base.positions
    number = np.maximum(long_words, 1)
    of_running = running[stems.lines]
    in_stretch = (stems.lines >= stretch[0]) & (stems.lines < stretch[1]) & of_running
    # A line's own stems count for it only if another line of the stretch has them too.
    others = stems.lines_with(in_stretch) - in_stretch
    rare = np.divide(1.0, others, out=np.zeros(len(others)), where=others > 0)
    anywhere = stems.lines_with(np.ones(len(others), dtype=np.bool_))
    targets = stems.keys[of_running & stems.is_new]
    follows = _distance(targets, stems, after=True)
    precedes = _distance(targets, stems, after=False)
    near = follows <= _NEAR
    sums = stems.all_per_line(
        (others > 0, np.minimum(others, 5), rare, anywhere > 1, follows <= _REACH, near, near | (precedes <= _NEAR))
    )
    shares = sums / number
    candidate = ~running & (long_words >= 2) & (base.words <= _HEADLINE_WORDS)
    score = np.where(candidate, sums[4] * shares[4] * np.minimum(number / 5, 1), 0)
    best = int(score.argmax())
    in_best = np.zeros(max(1, stems.different), dtype=np.bool_)
    in_best[stems.numbers[stems.lines == best]] = True
    shared = stems.per_line(in_best[stems.numbers])
    running_shared = np.zeros(len(shared) + 5)
    np.cumsum(np.where(running, shared, 0), out=running_shared[3:-2])
    running_shared[-2:] = running_shared[-3]
    return {
        "in_stretch_words": shares[0],
        "in_stretch_often": shares[1] / 3,
        "in_stretch_rare": shares[2],
        "in_text_words": shares[3],
        "support": shares[4],
        "support_near": shares[5],
        "near_words": shares[6],
        "log_headline_score": score,
        "headline_relative": score / max(1e-9, score[best]),
        "log_headline_best_before": np.maximum.accumulate(score),
        "is_best": positions == best,
        "log_before_best": np.maximum(best - positions, 0),
        "log_after_best": np.maximum(positions - best, 0),
        "log_best_words": shared,
        "log_best_words_around": running_shared[5:] - running_shared[:-5],
        "log_best_score": score[best],
    }


def _distance(targets: Ints, stems: _Stems, *, after: bool) -> Ints:
    """How many lines after or before a stem's line the next target with the same stem is; very far if there is none."""
    far = stems.n_lines + _REACH
    if len(targets) == 0:
        return np.full(len(stems.keys), far, dtype=np.int64)
    place = targets.searchsorted(stems.keys, side="right") if after else targets.searchsorted(stems.keys) - 1
    clipped = np.clip(place, 0, len(targets) - 1)
    found = targets[clipped]
    # A key of the same stem is nearer than the number of lines, one of another stem is not.
    distance = np.abs(found - stems.keys)
    same = (clipped == place) & (found // (stems.n_lines + 1) == stems.numbers)
    return np.where(same, distance, far)
