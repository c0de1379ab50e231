"""Run the command line: ``corpus``, or as a module ``python -m corpus``."""

from __future__ import annotations

import sys

#: Exit code after an interrupt: 128 + SIGINT, as shells have it.
_INTERRUPTED_EXIT = 130


def main() -> None:
    """Run the command line; the entry point of the distribution.

    Raises:
        SystemExit: Always; see `corpus.cli.app.main`.
    """
    try:
        # Imported when called, so that an interrupt during the import gives a message and not a traceback.
        from corpus.cli.app import main as run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: nothing was done\n")
        sys.exit(_INTERRUPTED_EXIT)


if __name__ == "__main__":
    main()
