"""Run the book builder, Jupyter Book's set-up of Sphinx, in a process of its own."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from kapbook.evidence import load
from kapbook.files import StorageError, write_text
from kapbook.publish.complaints import LOG, complaints
from kapbook.publish.process import run

PROGRAM = "kapbook.sphinxext"


class BuildError(RuntimeError):
    """The book was not built; the message says where and what to do."""


def jupyter_book(root: Path, beside: Path, builder: str = "html") -> Path:
    """Run the book builder without tolerance for warnings.

    Parameters
    ----------
    root : folder of the checkout
    beside : folder to build in
    builder : "html", "singlehtml" or "epub"

    Returns
    -------
    Folder of what was built.

    Raises
    ------
    BuildError : the builder's complaints.
    """
    target = beside / "_build" / builder
    # -P: the folders of the checkout are no packages.
    command = [sys.executable, "-P", "-m", PROGRAM, str(root), str(target), builder]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
    if builder == "epub":
        environment["SOURCE_DATE_EPOCH"] = _day(root)
    code, output = run(command, root, environment)
    if code:
        reason = f"{complaints(code, output, root)}\nthe book was not built"
        if (root / "_build" / "html" / "index.html").is_file():
            reason += "; the last good one is still in place"
        with suppress(StorageError):  # the reason is told also on a full disk
            write_text(beside.parent / LOG, output)
            reason += f"; all that the builder said: _build/{LOG}"
        raise BuildError(reason)
    return target


def _day(root: Path) -> str:
    """The day of the data in seconds, for dates that an EPUB must bear: not the day of the build."""
    day = date.fromisoformat(load(root).package["last_searched"])
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
