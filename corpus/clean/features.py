"""Features of a text's lines that need no language data, as one array.

They follow Kohlschütter et al. (2010), "Boilerplate Detection using Shallow Text Features" (length, case, density),
Finn et al. (2001), "Fact or Fiction" (the stretch with the most running text), and Vogels et al. (2018), "Web2Text"
(words shared with the rest of the page).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.clean.arrays import Bools, Floats, Hashes, Ints, LineArrays, Sign, line_arrays

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

Values = NDArray[np.float64]
#: Columns of features by name.
Columns = dict[str, NDArray[np.generic] | float]


@dataclass(frozen=True, slots=True, eq=False)
class LineContext:
    """What is known of a text's lines beside their own characters.

    Attributes:
        joined: whether no empty line comes before a line, bool (n_lines,).
        indents: code points before a line in its own line of the raw text, int64 (n_lines,).
        blanks: line ends between a line and the line before it, int64 (n_lines,).
        site_words: hashes of the words that site text is made of (`hash_words`), uint64 (n,), sorted.
        kinds: what cleaning rules take a line for, as flags, float64 (n_lines, n_kinds).
        markup: features of the mark-up, float64 (n_lines, n_markup).
    """

    joined: Bools
    indents: Ints
    blanks: Ints
    site_words: Hashes
    kinds: Values
    markup: Values


def line_features(lines: LineArrays, context: LineContext) -> tuple[Floats, Bools]:
    """The features of lines.

    Args:
        lines: the text's lines as arrays, at least one.
        context: what is known of them beside their characters.

    Returns:
        float32 (n_lines, n_features), and which lines look like running text, bool (n_lines,).
    """
    base = _base(lines)
    columns = _columns(base, context)
    features = np.empty((len(lines), len(columns)), dtype=np.float32)
    for n, column in enumerate(columns.values()):
        features[:, n] = column
    return np.concatenate((features, context.kinds, context.markup), axis=1, dtype=np.float32), base.running


def feature_names() -> tuple[str, ...]:
    """The names of the features, without those of rules and mark-up, which come after them."""
    none = np.zeros((1, 0))
    context = LineContext(
        joined=np.zeros(1, dtype=bool),
        indents=np.zeros(1, dtype=np.int64),
        blanks=np.zeros(1, dtype=np.int64),
        site_words=np.zeros(0, dtype=np.uint64),
        kinds=none,
        markup=none,
    )
    return tuple(_columns(_base(line_arrays("a", [0], [1])), context))


def _columns(base: _Base, context: LineContext) -> Columns:
    stretches = [_best_stretch(np.where(base.running, base.value, -cost)) for cost in _COSTS]
    columns = _shape_columns(base)
    columns |= _position_columns(base, context)
    columns |= _stretch_columns(base, stretches)
    return columns | _word_columns(base, stretches[_MIDDLE], context.site_words)


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """What several features are computed from; all of shape (n_lines,) but ``counts``."""

    lines: LineArrays
    counts: Values
    characters: Values
    letters: Values
    words: Values
    ends_stop: Bools
    strictly_running: Bools
    running: Bools
    repeats: Ints
    is_copy: Bools
    value: Values

    @property
    def positions(self) -> Ints:
        return np.arange(len(self.words))


def _base(lines: LineArrays) -> _Base:
    counts = lines.count_signs()
    words = np.diff(lines.first_words).astype(np.float64)
    last, before_last = lines.signs[lines.ends - 1], lines.signs[np.maximum(lines.ends - 2, lines.starts)]
    closing = (last == Sign.QUOTE) | (last == Sign.BRACKET) | (last == Sign.MARK)
    ends_stop = (last == Sign.STOP) | (closing & (before_last == Sign.STOP))
    strict = (ends_stop | (last == Sign.COLON)) & (words >= _RUNNING)
    running = strict | (ends_stop & (words >= _SHORT_RUNNING)) | (words >= _LONG_RUNNING)
    _, first, same, number = np.unique(
        lines.hashed(lines.starts, lines.ends), return_index=True, return_inverse=True, return_counts=True
    )
    is_copy = first[same] < np.arange(len(words))
    value = np.where(running, np.minimum(words, _MOST_WORDS), 0.0) * np.where(is_copy, _REPEATED, 1.0)
    return _Base(
        lines,
        counts,
        characters=(lines.ends - lines.starts).astype(np.float64),
        letters=counts[:, Sign.UPPER] + counts[:, Sign.LOWER] + counts[:, Sign.UNCASED],
        words=words,
        ends_stop=ends_stop,
        strictly_running=strict,
        running=running,
        repeats=number[same] - 1,
        is_copy=is_copy,
        value=value,
    )


def _best_stretch(scores: Values) -> tuple[int, int]:
    """Begin and end of the lines with the greatest sum of scores; ``(0, 0)`` if none is greater than 0."""
    sums = np.concatenate(([0.0], np.cumsum(scores)))
    lowest = np.minimum.accumulate(sums)
    end = int((sums - lowest).argmax())
    begin = int(np.flatnonzero(sums[: end + 1] == lowest[end])[-1])
    return begin, end


def _shape_columns(base: _Base) -> Columns:
    """What a line's own characters say."""
    lines, counts, signs = base.lines, base.counts, base.lines.signs
    words, characters, letters = np.maximum(base.words, 1), base.characters, np.maximum(base.letters, 1)
    first, last = signs[lines.starts], signs[lines.ends - 1]
    before = np.concatenate(([Sign.SPACE], signs[:-1]))
    second_before = np.concatenate(([Sign.SPACE], before[:-1]))
    after = np.concatenate((signs[1:], [Sign.SPACE]))
    closes = (after == Sign.SPACE) | (after == Sign.QUOTE) | (after == Sign.BRACKET)
    upper = signs == Sign.UPPER
    stops = lines.count_places((signs == Sign.STOP) & closes)
    new_sentences = lines.count_places(upper & (before == Sign.SPACE) & (second_before == Sign.STOP))
    times = lines.count_places((signs == Sign.COLON) & (before == Sign.DIGIT) & (after == Sign.DIGIT))
    glued = lines.count_places(upper & (before == Sign.LOWER))
    kinds = signs[lines.word_starts]
    begins = lines.per_line(np.stack((kinds == Sign.UPPER, kinds == Sign.DIGIT), axis=1))
    few = np.minimum(counts, 4) / 2
    return {
        "words": np.log1p(base.words),
        "characters": np.log1p(characters),
        "word_length": np.minimum(base.letters / words, 15) / 5,
        "ends_stop": base.ends_stop,
        "ends_colon": last == Sign.COLON,
        "ends_quote": last == Sign.QUOTE,
        "ends_letter": (last >= Sign.UPPER) & (last <= Sign.UNCASED),
        "ends_digit": last == Sign.DIGIT,
        "ends_symbol": (last == Sign.SYMBOL) | (last == Sign.BULLET) | (last == Sign.PUNCTUATION),
        "ends_bracket": last == Sign.BRACKET,
        "ends_comma": last == Sign.COMMA,
        "begins_upper": first == Sign.UPPER,
        "begins_lower": first == Sign.LOWER,
        "begins_uncased": first == Sign.UNCASED,
        "begins_digit": first == Sign.DIGIT,
        "begins_quote": first == Sign.QUOTE,
        "begins_dash": first == Sign.DASH,
        "begins_bullet": (first == Sign.BULLET) | (first == Sign.SYMBOL),
        "begins_bracket": first == Sign.BRACKET,
        "begins_punctuation": first == Sign.PUNCTUATION,
        "sentence_ends": np.log1p(stops),
        "new_sentences": np.log1p(new_sentences),
        "sentence_length": np.log1p(base.words / np.maximum(1, stops)),
        "upper_words": begins[:, 0] / words,
        "digit_words": begins[:, 1] / words,
        "digits": counts[:, Sign.DIGIT] / characters,
        "upper": counts[:, Sign.UPPER] / letters,
        "all_upper": (counts[:, Sign.LOWER] == 0) & (counts[:, Sign.UPPER] > 1),
        "uncased": counts[:, Sign.UNCASED] > base.letters / 2,
        "quotes": few[:, Sign.QUOTE],
        "has_quote": counts[:, Sign.QUOTE] > 0,
        "commas": counts[:, Sign.COMMA] / words,
        "has_comma": counts[:, Sign.COMMA] > 0,
        "colons": np.minimum(counts[:, Sign.COLON], 3),
        "dashes": np.minimum(counts[:, Sign.DASH], 3),
        "brackets": few[:, Sign.BRACKET],
        "symbols": few[:, Sign.SYMBOL],
        "bullets": few[:, Sign.BULLET],
        "punctuation": few[:, Sign.PUNCTUATION],
        "has_time": times > 0,
        "glued": np.minimum(glued, 5) / 2,
        "marks": np.minimum(counts[:, Sign.MARK] / words, 1),
        "no_letters": base.letters == 0,
    }


def _position_columns(base: _Base, context: LineContext) -> Columns:
    """Where a line is in the text, and what the text is like as a whole."""
    number, positions, running = len(base.words), base.positions, base.running
    before = np.cumsum(base.words) - base.words
    running_before = np.cumsum(base.value) - base.value
    all_words, all_running = max(1.0, base.words.sum()), max(1.0, base.value.sum())
    letters = base.letters.sum()
    return {
        "repeats": np.log1p(base.repeats),
        "is_copy": base.is_copy,
        "joined": context.joined,
        "joined_to_next": np.append(context.joined[1:], [False]),
        "indent": np.minimum(context.indents, _MOST_INDENT) / 5,
        "blanks": np.minimum(context.blanks, _MOST_BLANKS) / 3,
        "position": positions / max(1, number - 1),
        "lines_before": np.log1p(positions),
        "lines_after": np.log1p(number - 1 - positions),
        "words_before": before / all_words,
        "running_before": running_before / all_running,
        "strictly_running": base.strictly_running,
        "running": running,
        "text_lines": np.log1p(number) / 3,
        "text_words": np.log1p(all_words) / 5,
        "text_running": all_running / all_words,
        "text_running_lines": running.mean(),
        "text_uncased": float(base.counts[:, Sign.UNCASED].sum() > letters / 2),
        "text_joined": context.joined.mean(),
    }


def _stretch_columns(base: _Base, stretches: list[tuple[int, int]]) -> Columns:
    """Where a line is relative to running text: windows, runs, and the best stretches."""
    positions, running, number = base.positions, base.running, len(base.words)
    length, within = _runs(running)
    words = np.concatenate(([0.0], np.cumsum(base.value)))
    lines = np.concatenate(([0.0], np.cumsum(running)))
    columns: Columns = {
        "short_run": np.log1p(np.where(running, 0, length)),
        "in_short_run": np.log1p(np.where(running, 0, within)),
        "running_run": np.log1p(np.where(running, length, 0)),
    }
    for width in _WINDOWS:
        low, high = np.maximum(positions - width, 0), np.minimum(positions + width + 1, number)
        columns[f"words_within_{width}"] = np.log1p(words[high] - words[low]) / 3
        columns[f"running_within_{width}"] = (lines[high] - lines[low]) / (2 * width + 1)
    places = np.flatnonzero(running)
    bounded = np.concatenate(([-1], places, [number]))
    previous = bounded[np.searchsorted(places, positions)]
    following = bounded[np.searchsorted(places, positions, side="right") + 1]
    columns |= {
        "to_previous": np.log1p(positions - previous),
        "to_next": np.log1p(following - positions),
        "no_previous": previous < 0,
        "no_next": following == number,
    }
    for n, (begin, end) in enumerate(stretches):
        inside = (positions >= begin) & (positions < end)
        edge = np.minimum(positions - begin, end - 1 - positions)
        columns |= {
            f"in_stretch_{n}": inside,
            f"before_stretch_{n}": np.log1p(np.maximum(begin - positions, 0)),
            f"after_stretch_{n}": np.log1p(np.maximum(positions - end + 1, 0)),
            f"stretch_edge_{n}": np.log1p(np.where(inside, edge, 0)),
            f"stretch_share_{n}": (words[end] - words[begin]) / max(1.0, words[-1]),
            f"stretch_density_{n}": (lines[end] - lines[begin]) / max(1, end - begin),
        }
    return columns


def _runs(flags: Bools) -> tuple[Ints, Ints]:
    """For each line, the length of the run of equal flags that it is in, and its position in it."""
    begins = np.flatnonzero(np.concatenate(([True], flags[1:] != flags[:-1])))
    lengths = np.diff(np.append(begins, len(flags)))
    return np.repeat(lengths, lengths), np.arange(len(flags)) - np.repeat(begins, lengths)


def _word_columns(base: _Base, stretch: tuple[int, int], site_words: Hashes) -> Columns:
    """Which words a line shares with running text, with its neighbours, and with the best candidate for a headline."""
    lines, word_lines = base.lines, base.lines.word_lines
    words = np.maximum(base.words, 1)
    hashes = lines.hashed(lines.word_starts, lines.word_ends)
    _, kinds = np.unique(hashes, return_inverse=True)
    source = (base.running & ~base.is_copy)[word_lines]
    counts = np.bincount(kinds[source], minlength=1 if len(kinds) == 0 else kinds.max() + 1)
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    lengths = lines.word_ends - lines.word_starts
    own_rank, own_count = rank[kinds], counts[kinds]
    flags = (
        (own_rank < _FREQUENT) & (own_count > 1),
        (own_rank < _MORE_FREQUENT) & (own_count > 1),
        (own_rank < _FREQUENT) & (own_count > 0) & (lengths <= _LONG_WORD),
        np.isin(hashes, site_words),
        lengths >= _LONG_WORD,
    )
    sums = lines.per_line(np.stack(flags, axis=1))
    stems = _Stems.of(lines, np.flatnonzero(flags[-1]))
    columns: Columns = {
        "frequent": sums[:, 0] / words,
        "more_frequent": sums[:, 1] / words,
        "short_frequent": sums[:, 2] / words,
        "site_words": sums[:, 3] / words,
        "site_words_number": np.minimum(sums[:, 3], 6) / 3,
        "long_words": np.log1p(sums[:, 4]),
    }
    return columns | _shared_columns(base, stems, stretch) | _headline_columns(base, stems)


@dataclass(frozen=True, slots=True, eq=False)
class _Stems:
    """The stems of the long words of a text: the number of each, its line, and how many different ones there are."""

    number: Ints
    line: Ints
    different: int
    lines: int

    @classmethod
    def of(cls, lines: LineArrays, long_words: Ints) -> _Stems:
        begins = lines.word_starts[long_words]
        hashes = lines.hashed(begins, np.minimum(lines.word_ends[long_words], begins + _STEM))
        different, number = np.unique(hashes, return_inverse=True)
        return cls(number, lines.word_lines[long_words], len(different), len(lines))

    @property
    def keys(self) -> Ints:
        """A number for each stem in a line, in order of stems and then of lines."""
        return self.number * (self.lines + 1) + self.line

    def per_line(self, weights: NDArray[np.generic]) -> Values:
        """Sums of weights over the stems of each line."""
        return np.bincount(self.line, weights=weights, minlength=self.lines).astype(np.float64)

    def lines_with(self, keys: Ints) -> Ints:
        """In how many lines each stem is, of the different ones among these keys."""
        return np.bincount(keys // (self.lines + 1), minlength=self.different)


def _shared_columns(base: _Base, stems: _Stems, stretch: tuple[int, int]) -> Columns:
    """Shares of a line's stems that are in other lines: of the best stretch, and of the text."""
    keys = stems.keys
    in_stretch = (stems.line >= stretch[0]) & (stems.line < stretch[1]) & base.running[stems.line]
    known = np.unique(keys[in_stretch])
    number = np.maximum(stems.per_line(np.ones(len(keys))), 1)
    # A line's own stems count for it only if another line of the stretch has them too.
    others = stems.lines_with(known)[stems.number] - in_stretch
    anywhere = stems.lines_with(np.unique(keys))[stems.number]
    rare = np.divide(1.0, others, out=np.zeros(len(keys)), where=others > 0)
    return {
        "in_stretch_words": stems.per_line(others > 0) / number,
        "in_stretch_often": stems.per_line(np.minimum(others, 5)) / number / 3,
        "in_stretch_rare": stems.per_line(rare) / number,
        "in_text_words": stems.per_line(anywhere > 1) / number,
    }


def _headline_columns(base: _Base, stems: _Stems) -> Columns:
    """How well the running text that follows supports a short line as headline, and where the best of them is."""
    positions, keys = base.positions, stems.keys
    long_words = stems.per_line(np.ones(len(keys)))
    number = np.maximum(long_words, 1)
    targets = np.unique(keys[base.running[stems.line]])
    follows = _distance(targets, keys, stems.lines, after=True)
    precedes = _distance(targets, keys, stems.lines, after=False)
    support = stems.per_line(follows <= _REACH)
    candidate = ~base.running & (long_words >= 2) & (base.words <= _HEADLINE_WORDS)
    score = np.where(candidate, support * support / number * np.minimum(number / 5, 1), 0)
    best = int(score.argmax())
    in_best = np.zeros(stems.different, dtype=bool)
    in_best[stems.number[stems.line == best]] = True
    shared = stems.per_line(in_best[stems.number])
    running_shared = np.concatenate((np.zeros(3), np.cumsum(np.where(base.running, shared, 0)), np.zeros(2)))
    running_shared[-2:] = running_shared[-3]
    around = running_shared[5:] - running_shared[:-5]
    return {
        "support": support / number,
        "support_near": stems.per_line(follows <= _NEAR) / number,
        "headline_score": np.log1p(score),
        "headline_relative": score / max(1e-9, score.max()),
        "headline_best_before": np.log1p(np.maximum.accumulate(score)),
        "is_best": positions == best,
        "before_best": np.log1p(np.maximum(best - positions, 0)),
        "after_best": np.log1p(np.maximum(positions - best, 0)),
        "best_words": np.log1p(shared),
        "best_words_around": np.log1p(around),
        "best_score": np.log1p(score[best]),
        "near_words": stems.per_line((follows <= _NEAR) | (precedes <= _NEAR)) / number,
    }


def _distance(targets: Ints, keys: Ints, lines: int, *, after: bool) -> Ints:
    """How many lines after or before a stem's line the next target with the same stem is; very far if there is none."""
    far = np.full(len(keys), lines + _REACH, dtype=np.int64)
    if len(targets) == 0:
        return far
    place = np.searchsorted(targets, keys + 1) if after else np.searchsorted(targets, keys) - 1
    there = (place >= 0) & (place < len(targets))
    found = targets[np.clip(place, 0, len(targets) - 1)]
    same = there & (found // (lines + 1) == keys // (lines + 1))
    return np.where(same, np.abs(found - keys), far)
