"""What makes the tool quick: tokens made once, imports only of what is needed."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.commandline import ENGLISH

from corpus.languages.tokenizer import ArticleTokens, tokenize

#: Letters, marks inside words, marks that end them, white space, and what cannot be seen.
SIGNS = "aSs1é٣'’-._,:\"“” \xa0\u2009\t\u200c\u200d\u00ad\u0301"


@given(st.text(SIGNS, max_size=30), st.data())
def test_shared_tokens_are_those_of_the_stretch(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    middle = data.draw(st.integers(0, len(text)))
    shared = ArticleTokens(text, [(0, middle), (middle, len(text))])
    assert shared.between(start, end) == tokenize(text, start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"), [("'s\u200c", 0, 2), ("it's", 0, 3), ("it's", 3, 4), ("U.S. 1.5", 2, 7), ("a b", 1, 2)]
)
def test_stretches_that_cut_tokens(text, start, end):
    assert ArticleTokens(text, [(0, len(text))]).between(start, end) == tokenize(text, start, end)


def test_long_words_are_not_remembered():
    """What is remembered between articles has a bound in bytes, not only in number."""
    word = "x" * 10_000
    assert tokenize(f"a {word}, b", 0, 10_006).words == ["a", word, ",", "b"]
    code = (
        "from corpus.languages import tokenizer as text; "
        "text.tokenize('a ' + 'x' * 10_000, 0, 10_002); print(text._split.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_tagging_imports_no_library_of_tables(tmp_path):
    """They take longer to import than an article takes to tag."""
    article = tmp_path / "article.txt"
    article.write_text(ENGLISH, encoding="utf-8")
    code = f"""
import sys
from corpus.__main__ import main
sys.argv = ["corpus", "tag", {str(article)!r}]
try:
    main()
finally:
    print(sorted({{"datasets", "pandas", "pyarrow"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Kari Moen" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
