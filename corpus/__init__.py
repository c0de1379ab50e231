"""convoy17: a trilingual corpus of attributed news quotations, and the tool that builds it."""

__version__ = "0.1.0"
