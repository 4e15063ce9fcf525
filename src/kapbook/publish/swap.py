"""Put a new folder where the old one is in one step that nothing can halve; and heal what an interrupted run left."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

from kapbook.files import BESIDE, StorageError, refusal, sync_names

OLD = ".old"
HALF_MADE = ("next*", "lite-work-*")
"""Folders in ``_build`` in which something is being made; without a running command they are leftovers."""
WRITTEN = ("", "_build", "notebooks", "chapters/reference")
"""Folders in which commands replace files."""
AT_WORKING_FOLDER = -100
EXCHANGE = 2
NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` where `target` is, and remove what was there.

    The two names are exchanged in one step (Linux: renameat2); where the system or its disk has no such step,
    `target` is moved away first, and `heal` takes it back when the second move never came.

    Raises
    ------
    StorageError : the folder cannot be replaced; the old one is in place.
    """
    old = target.with_name(f"{target.name}{OLD}")
    try:
        _to_disk(new)
        if not target.exists():
            new.rename(target)
        elif exchange(new, target):
            old = new
        else:
            remove(old)
            _two_moves(new, target, old)
        sync_names(target.parent)
    except OSError as error:
        raise StorageError(refusal(error, target)) from None
    shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where that does not exist."""
    try:
        step = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # another system, or a library older than the call
        return False
    if not step(AT_WORKING_FOLDER, os.fsencode(one), AT_WORKING_FOLDER, os.fsencode(other), EXCHANGE):
        return True
    code = ctypes.get_errno()
    if code in NOT_HERE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def heal(root: Path) -> None:
    """Undo what an interrupted run left in the checkout; only for whom holds the lock."""
    build = root / "_build"
    for old in build.glob(f"*{OLD}"):
        target = old.with_suffix("")
        if target.exists():
            remove(old)
        else:
            old.rename(target)
    for leftover in (path for pattern in HALF_MADE for path in build.glob(pattern)):
        remove(leftover)
    for leftover in (path for folder in WRITTEN for path in (root / folder).glob(f".*{BESIDE}")):
        leftover.unlink()


def remove(path: Path) -> None:
    """Remove a folder or file that may not be there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _two_moves(new: Path, target: Path, old: Path) -> None:
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _to_disk(folder: Path) -> None:
    """Have the content of a folder on the disk before its name is: the whole disk's, quicker than file by file."""
    try:
        flush = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError, TypeError):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if flush(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)
