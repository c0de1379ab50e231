"""A tagger with small random weights: it knows nothing, but does all that a learned one does."""

import numpy as np

from corpus.clean.roles import plain_segments
from corpus.combine.confidence import Confidence, RuleCounts
from corpus.languages.language import article_tokens, load_language
from corpus.models.features import SHAPES, QuotationState, class_names
from corpus.models.links import BUCKETS, LINK_KINDS
from corpus.models.tokens import LABELS, RULE_STATES, SPAN_ROLES, make_token_sequence
from corpus.models.weights import read_weights, write_weights
from corpus.quotes.engine import find_attributions
from support.strategies import WORDS

WIDTH, LINK, FEATURES = 8, 6, 12
DILATIONS = (1, 2, 4)
COMMON = sorted({w.lower() for words in WORDS.values() for w in words.split()} | {"said", "says", "siger", "قال", "."})
LISTS = {
    "words": ["", "", "¶", '"', ",", *COMMON],
    "endings": ["", "aid", "ays", "ger"],
    "classes": list(class_names()),
}
#: With these the tagger's attributions are all likely, and what the rules alone found is as it may be.
SURE = Confidence(RuleCounts({}, {}), RuleCounts({}, {}), (2.0, 0.01, 0.01, 0.01, 0.01, 0.01, 0.0, 0.1, 0.1))

ARTICLE = (
    "“The harbour is closed,” said Kari Moen, director of the port. “It was not safe.”\n\n"
    "According to a report, the road was new. The council told AFP that it had not seen the report.\n\n"
    "– They don't know when, she added. “He said ‘never’ to us,” O'Neill (52) wrote, in a statement of 12.5 pages."
)


def make_arrays(*, seed=0, scale=1.5, rows=None):
    """Random arrays of all names and forms that `corpus.models.weights.write_weights` writes, in half precision."""
    chance = np.random.default_rng(seed)
    rows = rows or {name: len(words) for name, words in LISTS.items()}
    w, k = WIDTH, LINK
    forms = {
        "word": (rows["words"], w), "ending": (rows["endings"], w), "class": (rows["classes"], w),
        "shape": (len(SHAPES), w), "quotation": (len(QuotationState), w), "out": (w, LABELS), "out.bias": (LABELS,),
        "transitions": (LABELS, LABELS), "start": (LABELS,), "end": (LABELS,),
    }  # fmt: skip
    forms |= {f"rules.{n}": (RULE_STATES, w) for n in range(len(SPAN_ROLES))}
    for n in range(len(DILATIONS)):
        forms |= {f"conv.{n}": (3 * w, 2 * w), f"conv.{n}.bias": (2 * w,)}
    for n in range(len(LINK_KINDS)):
        forms |= {f"link.{n}.left": (3 * w, k), f"link.{n}.right": (3 * w, k), f"link.{n}.none": (k,)}
        forms |= {f"link.{n}.left.bias": (k,), f"link.{n}.right.bias": (k,), f"link.{n}.none.bias": (1,)}
        forms |= {f"link.{n}.from_{what}": (k, k) for what in ("left", "right", "both")}
        forms |= {f"link.{n}.from_features": (FEATURES, k), f"link.{n}.distance": (2 * BUCKETS, k)}
        forms |= {f"link.{n}.out": (k,), f"link.{n}.out.bias": (1,)}
    return {name: (scale * chance.normal(size=form)).astype(np.float16) for name, form in forms.items()}


def make_bytes(*, seed=0, scale=1.5, **changed):
    """The bytes of a file of random weights; ``changed`` replaces arrays."""
    return write_weights(LISTS, dilations=DILATIONS, arrays=make_arrays(seed=seed, scale=scale) | changed)


def make_weights(*, seed=0, scale=1.5):
    """Random weights."""
    return read_weights(make_bytes(seed=seed, scale=scale), code="en")


def read(text, code="en"):
    """What the tagger is given of a plain text: its tokens, segments, pairs of marks, what the rules found."""
    language = load_language(code)
    segments = plain_segments(text)
    article = article_tokens(text, segments, language)
    found, quoted = find_attributions(article, segments, language)
    return article, segments, quoted, found


def sequence(text, code="en"):
    """The tokens of a plain text as the tagger reads them."""
    return make_token_sequence(*read(text, code))
