"""The command ``corpus``: one file per command that parses arguments, calls the package and prints the result."""
