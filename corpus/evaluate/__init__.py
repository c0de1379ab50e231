"""How well attributions are found: gold and predictions paired, counted, measured, and guarded by a gate."""

from corpus.evaluate.measures import Group, Report, evaluate
from corpus.evaluate.units import Unit

__all__ = ["Group", "Report", "Unit", "evaluate"]
