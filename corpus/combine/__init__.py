"""Combine the attributions of the rules and of a model into one scored list.

Takes the raw attributions of `corpus.quotes` and the tagged attributions of `corpus.models`. Returns scored
attributions, each with its confidence and, if it was left out, the reason. Steps: match both (`matching`), normalize
the model's spans (`normalize_spans`), estimate the confidence (`confidence`), select (`scoring`). Imports
`corpus.models`, `corpus.quotes` and the packages below them.
"""
