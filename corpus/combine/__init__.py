"""Combine rules and model into scored attributions: match their candidates, normalize spans, estimate the confidence.

In: raw attributions of the rules and tagged spans of a model. Out: scored attributions, kept or left out. Imports
`corpus.models`, `corpus.quotes` and what is below them.
"""
