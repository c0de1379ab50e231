"""Quotation: who is reported to say what, in the article text proper."""
