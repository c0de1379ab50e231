"""Find the article in a text: which lines are article, by the line classifier, decoded over the whole text.

The classifier gives each line a probability; here it becomes a decision that never loses an article. Quoted lines pass
at a lower threshold, and where hardly any running text would be kept, the threshold follows the best line of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.clean.arrays import Bools, Floats, LineArrays, Sign, line_arrays
from corpus.clean.features import LineContext, Values, line_features
from corpus.clean.lines import Line, split_lines
from corpus.clean.model import PAGE_WEIGHTS, TEXT_WEIGHTS, LineClass, predict
from corpus.clean.rules import Rule, RuleSet
from corpus.records import Role

#: Texts of fewer lines are left to the rules: there is no page around them.
FEWEST_LINES = 10
#: A line is article from this probability on; one with quotation marks or a speech dash from the second. Chosen by
#: cross-validation on 123 pages: quoted lines kept rise from 98.9 to 99.5 %, F1 falls by 0.1.
_ARTICLE, _QUOTED_ARTICLE = 0.4, 0.15
#: Between running text of the article, any line passes from the first probability on; one that announces words (ends
#: with a colon), ends a sentence, or begins with a quotation mark or a dash, as a signature does, from the second.
_ARTICLE_BETWEEN, _CERTAIN_BETWEEN = 0.3, 0.01
_ANNOUNCING_WORDS = 5
#: Running text with other running text of the article so many lines before and after it passes from the first
#: probability on; with some before or after it, from the second; and where the article would have fewer words of
#: running text, from the third. Without them F1 of whole pages is 0.2 higher, and short articles lose lines.
_NEAR = 3
_ARTICLE_INSIDE, _ARTICLE_NEAR = 0.05, 0.2
_SHORT_ARTICLE, _SHORT_NEAR = 250, 0.06
#: A short line without running text of the article or the headline near it is kept from this probability on: links to
#: other stories are as probable as items of a list. F1 of whole pages rises by 0.3, that of a careful copy by 0.1.
_CERTAIN = 0.7
#: Where fewer words of running text would be kept, and less than half of all there is, the threshold is half of the
#: highest probability of a running line.
_FEWEST_WORDS = 40
#: Fewer kept words than the first number, and a smaller share of the running text than the second, are little where
#: there are as many words of running text as the third.
_LITTLE, _LITTLE_SHARE, _MUCH = 50, 0.1, 200
#: A line is taken for the headline from this probability on.
_HEADLINE, _CERTAIN_HEADLINE = 0.2, 0.4
#: A headline of fewer words counts for less: sections and scores look like one.
_TITLE_WORDS, _SHORT_TITLE = 3, 0.5
#: Where none is as probable, a line so few lines above the article is taken from this probability on.
_ABOVE_BODY, _FAINT_HEADLINE = 6, 0.08
_TITLE_REACH, _NEARLY = 10, 0.85
#: What a rule takes a line for, as columns of features; the other roles have none.
_RULE_COLUMNS: dict[Role, int] = {
    "chrome": 0, "caption": 1, "credit": 1, "comment": 2, "teaser": 3, "byline": 4, "dateline": 4, "source_line": 4,
}  # fmt: skip
RULE_COLUMNS = 5
_CLASSES = tuple(LineClass)


@dataclass(frozen=True, slots=True, eq=False)
class ReadLines:
    """The lines of a text as the classifier reads them.

    Attributes:
        text: a raw text.
        lines: its lines.
        rules: the cleaning rules of its language.
        matches: the rules that each line matches, as `RuleSet.matching` gives them.
        markup: features of the lines' mark-up, (n_lines, `MARKUP_COLUMNS`), where the text is from a page.
    """

    text: str
    lines: Sequence[Line]
    rules: RuleSet
    matches: Sequence[tuple[Rule, ...]]
    markup: Values | None = None


def read_lines(text: str, rules: RuleSet, *, markup: Values | None = None) -> ReadLines:
    """Split a text and match its lines with the rules of its language."""
    lines = split_lines(text)
    return ReadLines(text, lines, rules, [rules.matching(line.view, line.words) for line in lines], markup)


@dataclass(frozen=True, slots=True, eq=False)
class ArticleLines:
    """Which lines of a text are the article.

    Attributes:
        probabilities: of each `LineClass`, float32 (n_lines, n_classes).
        kept: whether a line is article, bool (n_lines,).
        running: whether it looks like running text, bool (n_lines,).
        words: how many words it has, int64 (n_lines,).
        headline: the line that is most probably the headline, None where none is probable.
        uncertain: whether hardly any of much running text is clearly article, so that a lower threshold decided.
    """

    probabilities: Floats
    kept: Bools
    running: Bools
    words: NDArray[np.int64]
    headline: int | None
    uncertain: bool

    @property
    def running_words(self) -> int:
        """How many words of running text are kept."""
        return int(self.words[self.kept & self.running].sum())

    @property
    def keeps_little(self) -> bool:
        """Whether hardly any of much running text is kept, as where the article was not recognised."""
        kept, there = self.running_words, int(self.words[self.running].sum())
        return there >= _MUCH and kept < min(_LITTLE, _LITTLE_SHARE * there)

    def classes(self) -> list[LineClass]:
        """The class of each line: the most probable one of those that are article where it is kept."""
        likeliest = 1 + self.probabilities[:, 1:].argmax(axis=1)
        return [_CLASSES[c] for c in np.where(self.kept, likeliest, 0).tolist()]

    def article_probability(self, line: int) -> float:
        """How probable it is that a line is article."""
        return float(1 - self.probabilities[line, LineClass.OTHER])


def find_article(read: ReadLines) -> ArticleLines:
    """Find the lines of a text that are the article.

    Args:
        read: the lines of the text, at least one.

    Returns:
        The decision for each line.
    """
    arrays, features, running = text_features(read)
    weights = TEXT_WEIGHTS if read.markup is None else PAGE_WEIGHTS
    return decode_article(arrays, predict(features, weights), running)


def text_features(read: ReadLines) -> tuple[LineArrays, Floats, Bools]:
    """The arrays of a text's lines, their features, and which of them look like running text.

    Args:
        read: the lines of the text, at least one.

    Returns:
        The arrays, float32 (n_lines, n_features), and bool (n_lines,).
    """
    lines, markup = read.lines, read.markup
    arrays = line_arrays(read.text, [line.start for line in lines], [line.end for line in lines])
    context = LineContext(
        joined=np.array([line.joined for line in lines]),
        indents=np.array([line.indent for line in lines]),
        blanks=np.diff([line.number for line in lines], prepend=0),
        site_words=read.rules.site_words,
        personal_words=read.rules.personal_words,
        kinds=_rule_kinds(read.matches),
        markup=np.zeros((len(lines), 0)) if markup is None else markup,
    )
    return arrays, *line_features(arrays, context)


def _rule_kinds(matches: Sequence[Sequence[Rule]]) -> NDArray[np.float64]:
    """What the first rule that each line matches takes it for, as flags."""
    kinds = np.zeros((len(matches), RULE_COLUMNS))
    for n, rules in enumerate(matches):
        if rules and rules[0].role in _RULE_COLUMNS:
            kinds[n, _RULE_COLUMNS[rules[0].role]] = 1
    return kinds


def decode_article(arrays: LineArrays, probabilities: Floats, running: Bools) -> ArticleLines:
    """Decide which lines are the article.

    Args:
        arrays: the text's lines as arrays.
        probabilities: of each `LineClass` for each line.
        running: whether a line looks like running text.
    """
    words = np.diff(arrays.first_words)
    article = 1 - probabilities[:, LineClass.OTHER]
    kept = article > np.where(has_quote(arrays), _QUOTED_ARTICLE, _ARTICLE)
    clear_text = kept & running
    kept = kept | (_is_between(clear_text) & (article > _thresholds_between(arrays)))
    before, after = _text_near(clear_text)
    kept |= running & before & after & (article > _ARTICLE_INSIDE)
    kept |= running & _is_near(kept & running) & (article > _ARTICLE_NEAR)
    clear, there = words[kept & running].sum(), words[running].sum()
    if clear < min(_FEWEST_WORDS, there / 2):
        kept |= article > article[running].max() / 2
    if words[kept & running].sum() < _SHORT_ARTICLE:
        kept |= running & _is_near(kept & running) & (article > _SHORT_NEAR)
    titles = probabilities[:, LineClass.HEADLINE] * np.where(words < _TITLE_WORDS, _SHORT_TITLE, 1)
    # A question of several words looks like running text, too.
    titles = np.where(~running | (titles >= _CERTAIN_HEADLINE), titles, 0)
    headline = _best_title(np.where(kept, titles, 0))
    if headline is None:
        headline = _title_above(titles, kept & running)
        kept[headline if headline is not None else slice(0)] = True
    text = kept & running
    text[headline if headline is not None else slice(0)] = True
    kept &= _is_near(text) | (article > _CERTAIN)
    uncertain = bool(there >= _MUCH and clear < _LITTLE)
    return ArticleLines(probabilities, kept, running, words, headline, uncertain)


def _best_title(titles: NDArray[np.floating[Any]]) -> int | None:
    """The most probable headline, or one that is nearly as probable and directly above it, as a standfirst may be."""
    best = int(titles.argmax())
    if titles[best] < _HEADLINE:
        return None
    first = max(0, best - _TITLE_REACH)
    near = np.flatnonzero(titles[first:best] >= _NEARLY * titles[best])
    return first + int(near[0]) if len(near) else best


def _title_above(titles: NDArray[np.floating[Any]], article_text: Bools) -> int | None:
    """The most probable headline among the lines directly above the article, though they seem to be no part of it."""
    body = int(article_text.argmax())
    first = max(0, body - _ABOVE_BODY)
    if not article_text.any() or first == body:
        return None
    best = first + int(titles[first:body].argmax())
    return best if titles[best] >= _FAINT_HEADLINE else None


def _is_between(article_text: Bools) -> Bools:
    """Which lines have running text of the article next to them, and some near by on the other side."""
    before, after = np.zeros_like(article_text), np.zeros_like(article_text)
    before[1:], after[:-1] = article_text[:-1], article_text[1:]
    near_before, near_after = before.copy(), after.copy()
    near_before[2:] |= article_text[:-2]
    near_after[:-2] |= article_text[2:]
    between: Bools = (before & near_after) | (near_before & after)
    return between


def _text_near(article_text: Bools) -> tuple[Bools, Bools]:
    """Which lines have running text of the article within a few lines before them, and after them."""
    before, after = np.zeros_like(article_text), np.zeros_like(article_text)
    for distance in range(1, _NEAR + 1):
        before[distance:] |= article_text[:-distance]
        after[:-distance] |= article_text[distance:]
    return before, after


def _is_near(article_text: Bools) -> Bools:
    """Which lines have running text of the article within a few lines before or after them, or are that."""
    before, after = _text_near(article_text)
    near: Bools = before | after | article_text
    return near


def _thresholds_between(arrays: LineArrays) -> Values:
    """From which probability on lines between running text of the article are article."""
    opens = arrays.signs[arrays.starts]
    announces = (arrays.signs[arrays.ends - 1] == Sign.COLON) & (np.diff(arrays.first_words) >= _ANNOUNCING_WORDS)
    closed = arrays.signs[arrays.ends - 1] == Sign.STOP
    lowered = announces | closed | (opens == Sign.DASH) | (opens == Sign.QUOTE)
    return np.where(lowered, _CERTAIN_BETWEEN, _ARTICLE_BETWEEN)


def has_quote(arrays: LineArrays) -> Bools:
    """Which lines have a quotation mark or begin with a dash."""
    quotes = arrays.count_places(arrays.signs == Sign.QUOTE) > 0
    quoted: Bools = quotes | (arrays.signs[arrays.starts] == Sign.DASH)
    return quoted
