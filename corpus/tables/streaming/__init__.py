"""Tag any number of articles into shards, in several processes or with Ray, in bounded memory, and resume.

In: names of files. Out: Parquet shards and a manifest. Imports `corpus.tables` and what is below it.
"""
