"""Evaluation: match predictions to gold annotations, and count, measure, calibrate and guard the results.

In: gold annotations and predicted articles. Out: measures with intervals, lists of errors, a report page, the quality
gate; `explain` gives the evidence for single attributions. May import `corpus.pipeline`, `corpus.project`,
`corpus.tables` and the packages below them; of the package, only `corpus.cli` and training import it.
"""
