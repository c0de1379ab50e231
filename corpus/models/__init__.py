"""Learned taggers: which tokens are content, cue and source, and which of these spans belong together.

Takes the tokens and quotation marks of an article and the raw attributions of the rules. Returns tagged attributions
with log probabilities. There is a light convolutional network in numpy (``languages/<code>/model.npz``) and an optional
encoder in onnxruntime (``languages/<code>/neural``, extra ``neural``). Imports `corpus.quotes` and the packages below
it, never `corpus.training`.
"""
