"""Run the notebooks of the documentation, and compare or write their outputs.

notebooks.py [--write] [FILE...]; without ``--write`` prints which cells give another text than the file has, and
changes nothing; exit code 1 if there are any. Needs the group ``docs`` (nbclient, ipykernel). Kernels run at the root.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def texts(cell: Any) -> list[str]:  # noqa: ANN401
    """The outputs of a cell as plain text."""
    outputs = cell.get("outputs", [])
    found = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return ["".join(text).strip() for text in found]


def run(path: Path, *, write: bool) -> list[str]:
    """Run a notebook in a kernel of its own.

    Args:
        path: the notebook.
        write: whether the outputs are written into the file.

    Returns:
        A line for each cell whose output differs from the one in the file.
    """
    import nbformat  # noqa: PLC0415
    from nbclient import NotebookClient  # noqa: PLC0415

    before = nbformat.read(path, as_version=4)
    after = nbformat.read(path, as_version=4)
    NotebookClient(after, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    for cell in after.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output["execution_count"] = None
    if write:
        nbformat.write(after, path)
    return [
        f"{path.name}, cell {number}: {texts(new)} instead of {texts(old)}"
        for number, (old, new) in enumerate(zip(before.cells, after.cells, strict=True))
        if texts(old) != texts(new)
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run every notebook; the exit code."""
    parser = argparse.ArgumentParser(description="Run the notebooks of the documentation.")
    notebooks = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
    parser.add_argument("notebooks", nargs="*", type=Path, default=notebooks)
    parser.add_argument("--write", action="store_true", help="write the outputs into the files")
    options = parser.parse_args(arguments)
    # The kernel uses this package and reaches no network.
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ |= {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1", "JUPYTER_PLATFORM_DIRS": "1"}
    differing = [line for path in options.notebooks for line in run(path, write=options.write)]
    sys.stdout.writelines(f"{line}\n" for line in differing)
    return int(bool(differing) and not options.write)


if __name__ == "__main__":
    sys.exit(main())
