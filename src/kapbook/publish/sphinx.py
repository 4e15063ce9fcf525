"""Run the book builder, Jupyter Book's set-up of Sphinx, in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from kapbook.evidence.tables import read_package
from kapbook.files import StorageError, write_text
from kapbook.publish.complaints import LOG, complaints
from kapbook.publish.process import started

PROGRAM = "kapbook.sphinxext"


class BuildError(RuntimeError):
    """The book was not built; the message says where and what to do."""


@contextmanager
def builder(root: Path, beside: Path, kind: str = "html") -> Iterator[Callable[[], Path]]:
    """Start the book builder without tolerance for warnings; it is ended when the block is left before.

    Parameters
    ----------
    root : folder of the checkout
    beside : folder to build in
    kind : "html", "singlehtml" or "epub"

    Yields
    ------
    Waits for the end: folder of what was built, or a BuildError with the builder's complaints.
    """
    target = beside / "_build" / kind
    # -P: the folders of the checkout are no packages.
    command = [sys.executable, "-P", "-m", PROGRAM, str(root), str(target), kind]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
    if kind == "epub":
        environment["SOURCE_DATE_EPOCH"] = _day(root)
    with started(command, root, environment) as finish:

        def built() -> Path:
            code, output = finish()
            if code:
                raise _refused(code, output, root, beside)
            return target

        yield built


def jupyter_book(root: Path, beside: Path, kind: str = "html") -> Path:
    """Run the book builder to its end, as `builder` does."""
    with builder(root, beside, kind) as built:
        return built()


def _refused(code: int, output: str, root: Path, beside: Path) -> BuildError:
    reason = f"{complaints(code, output, root)}\nthe book was not built"
    if (root / "_build" / "html" / "index.html").is_file():
        reason += "; the last good one is still in place"
    with suppress(StorageError):  # the reason is told also on a full disk
        write_text(beside.parent / LOG, output)
        reason += f"; all that the builder said: _build/{LOG}"
    return BuildError(reason)


def _day(root: Path) -> str:
    """The day of the data in seconds, for dates that an EPUB must bear: not the day of the build."""
    day = date.fromisoformat(read_package(root)["last_searched"])
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
