"""Run the command line as a module: ``python -m corpus``."""

from __future__ import annotations

from corpus.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
