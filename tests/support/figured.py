"""What the tests of figures share: the rows of our release, and rows that are made up."""

from __future__ import annotations

import datetime
import functools

from hypothesis import strategies as st

from corpus.release.load import read_rows
from support.paths import CONVOY

RELEASE = CONVOY / "releases" / "0.2.0"
#: Names that try to be something else than names.
HOSTILE = [
    "<script>alert(1)</script>", "$x^2$ and \\frac{a}{b}", "\u202eturned", "\u2066a\u2069\u2069 b", "]]>", "--><!--",
    "a&b;&#60;", 'q"q\'q', "tab\tand\nline", "bell\x07", "\ufffe", "w" * 500, "e" + "\u0301" * 300, " ", "الجزيرة نت",
    "東京新聞", "</svg><img src=x onerror=alert(1)>", "</title>", "url(#a)", "javascript:alert(1)", "unknown",
]  # fmt: skip


@functools.cache
def released():
    return read_rows(RELEASE)


def quote(number, article, *, speaker="Kari Moen", kind="direct", utterance=None, content=((0, 5),)):
    return {
        "quote_id": f"{article['article_id']}.q{number:03d}",
        **{name: article[name] for name in ("article_id", "outlet", "published_earliest")},
        "type": kind,
        "speaker": speaker,
        "utterance_id": utterance,
        "content": [{"start": start, "end": end, "text": article["text"][start:end]} for start, end in content],
    }


def article(number, *, outlet="Harbour News", day=1, length=100):
    published = datetime.date(2021, 5, 1) + datetime.timedelta(days=day)
    return {"article_id": f"a{number}", "outlet": outlet, "published_earliest": published, "text": "x" * length}


def tables(articles, quotes):
    said = sorted({q["utterance_id"] for q in quotes} - {None})
    return {
        "articles": articles,
        "quotes": quotes,
        "utterances": [{"utterance_id": u, "gloss": f"What {u} says."} for u in said],
    }


def many(*, outlets, speakers, articles, quotes=3):
    """A large release: so many of each, a few of them frequent."""
    made = [article(n, outlet=f"Outlet {n % (n % outlets + 1)}", day=n % 90) for n in range(articles)]
    found = [
        quote(
            k,
            a,
            speaker=f"Speaker {(n * 7 + k) % (n % speakers + 1)}" if n % 10 else "unknown",
            kind=("direct", "indirect", "mixed")[(n + k) % 3],
            utterance=f"statement-{n % (n % 300 + 1)}" if n % 5 == 0 else None,
            content=[(20 * k, 20 * k + n % 20)],
        )
        for n, a in enumerate(made)
        for k in range(quotes)
    ]
    return tables(made, found)


_NAMES = st.sampled_from(HOSTILE) | st.sampled_from(["A", "B", "C"]) | st.text(st.characters(codec="utf-8"), max_size=8)
_SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1])), max_size=4)


@st.composite
def releases(draw, *, max_articles=30):
    """Rows as a release has them, as far as figures read them."""
    outlets = draw(st.lists(_NAMES, min_size=1, max_size=12))
    articles = [
        article(
            n, outlet=draw(st.sampled_from(outlets)), day=draw(st.integers(0, 400)), length=draw(st.integers(100, 120))
        )
        for n in range(draw(st.integers(0, max_articles)))
    ]
    quotes = [
        quote(
            k,
            a,
            speaker=draw(_NAMES),
            kind=draw(st.sampled_from(["direct", "indirect", "mixed"])),
            utterance=draw(st.none() | st.sampled_from(["u-one", "u-two"])),
            content=draw(_SPANS),
        )
        for a in articles
        for k in range(draw(st.integers(0, 3)))
    ]
    return tables(articles, quotes)
