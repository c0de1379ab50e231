"""Training of the models' weights from annotated articles, with PyTorch (extra ``train``).

Takes annotated articles. Returns weight files for a language folder: `light` trains the light network, `fine_tuning`
the encoder, and `calibrate` fits the confidence of both. Imports `corpus.evaluate` (its reader of annotated articles),
`corpus.combine`, `corpus.models` and the packages below them. Tagging never imports it.
"""
