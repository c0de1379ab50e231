"""Rules for direct, indirect and mixed attributions: marks, sentences, cues and their frames, sources and contents.

In: tokens and segments of an article. Out: raw attributions with the id of their rule, and the marks. Imports
`corpus.clean`, `corpus.languages` and what is below them.
"""
