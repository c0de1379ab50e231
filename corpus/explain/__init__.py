"""Why an article's attributions are what they are: for each what led to content, cue, source and speaker."""

from corpus.explain.explained import Explained, Explanation, explain
from corpus.explain.passages import all_matches, at_offset, of_line
from corpus.explain.values import explained_json

__all__ = ["Explained", "Explanation", "all_matches", "at_offset", "explain", "explained_json", "of_line"]
