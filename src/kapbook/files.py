"""Files that are stored whole, written beside their place and then put into it; and what a disk's refusal means."""

from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

BESIDE = ".new"
"""Ending of a file that is being written; its name begins with a dot. A start removes those that a kill has left."""

REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space and run this again"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space and run this again"),
    errno.EROFS: ("the disk is mounted for reading only", "mount it for writing, or work on a copy"),
    errno.EACCES: ("permission denied", "give yourself the right to read and write there"),
    errno.EPERM: ("permission denied", "give yourself the right to read and write there"),
    errno.ENOENT: ("missing", "restore it from git, or build the book first"),
    errno.EISDIR: ("a folder stands where a file should be", "move the folder away"),
    errno.ENOTDIR: ("a file stands where a folder should be", "move the file away"),
    errno.EMFILE: ("too many files are open", "raise the limit with 'ulimit -n 4096'"),
    errno.EIO: ("the disk reports a fault", "check the disk"),
}


class StorageError(RuntimeError):
    """A file or folder cannot be read or written; the message names it and the remedy."""


def write_text(path: Path, text: str) -> None:
    """Store a text as UTF-8: the file holds the old text or the new one at every moment.

    Raises
    ------
    StorageError : it cannot be stored; the old file is untouched.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Store bytes: the file holds the old ones or the new ones at every moment, also after a power cut.

    Raises
    ------
    StorageError : they cannot be stored; the old file is untouched.
    """
    path = path.resolve()
    beside = path.with_name(f".{path.name}{BESIDE}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
        sync_names(path.parent)
    except OSError as error:
        raise StorageError(refusal(error, path)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def sync_names(folder: Path) -> None:
    """Have the folder's list of names on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refusal(error: OSError, path: Path | None = None) -> str:
    """One sentence for an operation that the system refused: place, reason, remedy."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        error = _first(error.args[0])
    place = str(path or error.filename or "a file")
    with suppress(ValueError, OSError):
        place = str(Path(place).relative_to(Path.cwd()))
    reason, remedy = REMEDIES.get(error.errno or 0, (error.strerror or type(error).__name__, "check the disk"))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason += _free(Path(place))
    return f"{place}: {reason}; {remedy}"


def _first(errors: list) -> OSError:
    """The first of the refusals that a copy of a whole folder collects as (source, target, text)."""
    target, text = errors[0][1:3]
    number = re.search(r"\[Errno (\d+)\]", str(text))
    return OSError(int(number[1]) if number else 0, str(text), str(target))


def _free(path: Path) -> str:
    """How much room is left where the path lies, in words; empty when that cannot be told."""
    while not path.exists() and path != path.parent:
        path = path.parent
    with suppress(OSError):
        return f" ({shutil.disk_usage(path).free / 1e6:.0f} MB free)"
    return ""
