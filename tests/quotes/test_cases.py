"""What the rules find in short texts, by phenomenon and language (`tests/cases/quotes`).

A bug report becomes one more case: see `support.cases` for its form.
"""

from collections import Counter

import pytest
from support.cases import SEPARATOR, all_cases
from support.strategies import BODY

from corpus.languages.language import available
from corpus.pipeline import annotate_text

CASES = all_cases()


def parametrized(cases):
    """The cases as parameters, those that fail at present as strict xfails."""
    return [
        pytest.param(c, id=c.id, marks=[pytest.mark.xfail(strict=True, reason=c.xfail)] if c.xfail else [])
        for c in cases
    ]


def attributions_of(case):
    """Whole text and attributions as the rules have them: what a model finds is tested in `models`."""
    text = "\n\n".join([case.text, *BODY[case.language]]) if case.in_article else case.text
    return annotate_text(text, language=case.language, plain=not case.in_article, model="rules")


def rows(article):
    """Type, content, cue and source of each attribution."""
    return tuple(
        (a.type, *(SEPARATOR.join(s.of(article.text) for s in spans) for spans in (a.content, a.cue, a.source)))
        for a in article.attributions
    )


#: What a case may expect besides its attributions.
MORE = {
    "resolved": lambda article: [[a.speaker or "", a.resolution] for a in article.attributions],
    "parents": lambda article: [a.parent or "" for a in article.attributions],
    "medium": lambda article: article.attributions[0].medium or "",
    "via": lambda article: article.attributions[0].via or "",
    "marks": lambda article: [[m.kind, article.text[m.start : m.end]] for m in article.marks],
}


@pytest.mark.parametrize("case", parametrized(CASES))
def test_case(case):
    article = attributions_of(case)
    assert rows(article) == case.expected
    assert {key: MORE[key](article) for key in case.more} == case.more


def test_every_language_has_cases():
    counts = Counter(case.language for case in CASES)
    assert {code for code in available() if counts[code] < 20} <= {"de"}
    assert len(CASES) > 700
