"""Tag any number of articles into Parquet shards, in several processes or with Ray, in bounded memory, resumably.

In: names of input files and an output folder. Out: shards and a manifest. May import `corpus.tables` and the packages
below it, and `corpus.add` for pages of web archives.
"""
