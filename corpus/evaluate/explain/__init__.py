"""Explain attributions: the evidence for each content, cue, source and speaker. Nothing is recomputed."""
