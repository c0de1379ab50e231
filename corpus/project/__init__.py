"""Read a corpus project: what its files declare (``corpus.toml``, sources, authority file, utterances, annotations).

In: a project folder. Out: `Project`, annotations, curated articles, and annotations in the formats of annotation tools.
Imports `corpus.quotes`, `corpus.clean`, `corpus.languages`, `corpus.io`, records and errors.
"""
