"""A corpus project: what its files declare (``corpus.toml``, sources, authority file, utterances, annotations).

In: a project folder. Out: `Project`, annotations, curated articles, and annotations in the formats of annotation tools.
Imports `corpus.pipeline` only for drafts, and what is below it.
"""
