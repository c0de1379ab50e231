"""A language as data: settings and word lists, tokens with offsets, detection, and numerals. A folder per language.

In: language codes and texts. Out: `Language`, tokens, a language code. The folders hold data only; a difference between
languages is a declared field with a default. Imports `corpus.io`, `corpus.records` and `corpus.errors`.
"""
