"""Learned taggers: which tokens are content, cue and source, and which of these spans belong together.

A light convolutional network in numpy (``languages/<code>/model.npz``) and an optional encoder in onnxruntime
(``languages/<code>/neural``, extra ``neural``). In: tokens, marks and what the rules found. Out: tagged spans and links
with probabilities. Imports `corpus.quotes` and what is below it, never `corpus.training`.
"""
