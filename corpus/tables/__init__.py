"""Tables as Arrow: schemas, rows and content hashes, and tagging of many articles.

In: articles and a project, or Arrow tables of articles. Out: rows and Arrow tables in the schemas of `schema.py`. May
import `corpus.align`, `corpus.project`, `corpus.pipeline` and the packages below them.

To add a column: declare it in `schema.py` with its meaning, fill it in `rows.py`, raise `SCHEMA_VERSION`; the tests
then name what else has to know it (exports, text-free releases, card).
"""
