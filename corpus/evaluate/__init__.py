"""How well attributions are found: gold and predictions matched, counted, measured, calibrated and guarded by a gate.

In: gold annotations and predicted articles. Out: measures with intervals, misses, reports. Imports `corpus.project`,
`corpus.pipeline` and what is below them.
"""
