"""Speakers: from the words of a source to somebody with a canonical name, or to ``unknown`` with a kind."""

from corpus.speakers.authority import Authority
from corpus.speakers.context import Resolved
from corpus.speakers.resolve import resolve_speakers, trace_speakers

__all__ = ["Authority", "Resolved", "resolve_speakers", "trace_speakers"]
