"""Export annotations to annotation tools and import them: brat standoff and WebAnno TSV (INCEpTION).

In: an annotation and its raw text, or a file of a tool. Out: the other of the two. Imports `corpus.project`.
"""
