"""Explain attributions: the evidence for content, cue, source and speaker, as the annotation steps returned it."""
