"""Speakers: from the words of a source to a canonical name, or to ``unknown`` with a reason.

In: attributions, tokens and segments of an article, and an authority file. Out: a resolved speaker for each
attribution, with its evidence. Imports `corpus.quotes` and what is below it.
"""
