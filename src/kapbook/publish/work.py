"""The builder's work folder, kept from one build to the next while all that concerns every page stays the same."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from kapbook.fingerprints import digest
from kapbook.place import place
from kapbook.publish.swap import swap
from kapbook.publish.takeaway import offered
from kapbook.store import code_digest

WORK = "work"
MARK = ".made-with"
EVERY_PAGE = (
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
    "requirements.lock",
    "evidence/datapackage.json",
    "_static/**/*",
    "_templates/**/*",
)
"""Files that concern every page: when one changes, the book is built from nothing."""


def made_with(root: Path) -> str:
    """Fingerprint of all that concerns every page: files, place, offers, code, installed packages."""
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    more = [str(place()), offered(root), code_digest(("src/kapbook/**/*.py",)), sys.version, *installed]
    return digest(root, EVERY_PAGE, "\0".join(more))


def resume(root: Path, folder: Path, now: str) -> None:
    """Put a copy of the last build's work into the new folder `folder`, if it was made with what is there `now`.

    A copy, so that a build that fails or is stopped leaves the work of the last good one.
    """
    last = root / "_build" / WORK
    mark = last / MARK
    if mark.is_file() and mark.read_text(encoding="utf-8") == now:
        shutil.copytree(last, folder)


def keep(root: Path, folder: Path, then: str) -> None:
    """Keep the work of a build that has succeeded, and what it was made with when it began."""
    (folder / MARK).write_text(then, encoding="utf-8")
    swap(folder, root / "_build" / WORK)
