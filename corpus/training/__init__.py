"""Training of the models' weights from annotated articles, with PyTorch (extra ``train``). Tagging never imports it.

In: annotated articles. Out: weight files for a language folder. Imports `corpus.combine`, `corpus.models` and below.
"""
