"""The tables of a release as Arrow: schemas, rows, content hashes; many articles tagged (`tag_batch`, streaming).

In: articles and a project, or Arrow tables of articles. Out: rows and Arrow tables in the declared schemas. Imports
`corpus.align`, `corpus.project`, `corpus.pipeline` and what is below them.
"""
