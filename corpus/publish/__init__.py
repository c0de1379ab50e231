"""From records to a release: rows, their schema and hash, Parquet files, the data card, and reading it all back."""
