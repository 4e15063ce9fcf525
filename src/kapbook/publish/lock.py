"""One writer at a time: a lock on a file in ``_build`` that ends with the processes that hold it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kapbook.files import StorageError, refusal
from kapbook.publish.swap import heal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

NAME = ".lock"
PATIENCE = 900.0
"""Seconds that a command waits for another one."""
PATIENCE_VARIABLE = "KAPBOOK_WAIT"
"""A number of seconds in the environment; 0 for a command that does not wait."""
LOOK_AGAIN = 0.1
TAKEN = (errno.EACCES, errno.EAGAIN)

_held: dict[Path, int] = {}


class LockError(RuntimeError):
    """Another command is at work in the folder; the message names it."""


@contextmanager
def writing(root: Path, say: Callable[[str], None], patience: float | None = None) -> Iterator[None]:
    """Be the only command that writes into the checkout; what an interrupted one left is healed first.

    The lock is the system's (flock): it ends with the process, however that ends, and with the programs that the
    process started and that may still be writing. In a process that holds it already, nothing more is asked.

    Parameters
    ----------
    root : folder of the checkout
    say : receives a line when there is something to wait for
    patience : seconds to wait; those of KAPBOOK_WAIT when not given, else a quarter of an hour

    Raises
    ------
    LockError : another command was still at work after that time, or KAPBOOK_WAIT is no number.
    StorageError : something was refused by the system: a full disk, a folder that cannot be written.
    """
    path = root.resolve() / "_build" / NAME
    if path in _held:
        yield
        return
    handle = _take(path, say, _patience() if patience is None else patience)
    _held[path] = handle
    try:
        _sign(handle)
        heal(root)
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(refusal(error)) from None
    finally:
        del _held[path]
        with suppress(OSError):
            os.ftruncate(handle, 0)
        os.close(handle)


def handles() -> tuple[int, ...]:
    """File descriptors to pass on to programs that write, so that the lock lasts as long as they do."""
    return tuple(_held.values())


def _patience() -> float:
    """Seconds that the environment grants, or the usual ones."""
    given = os.environ.get(PATIENCE_VARIABLE, "")
    try:
        return float(given) if given else PATIENCE
    except ValueError:
        raise LockError(f"{PATIENCE_VARIABLE} is '{given}'; give a number of seconds, 0 not to wait") from None


def _take(path: Path, say: Callable[[str], None], patience: float) -> int:
    """Wait for the lock; an open file that holds it."""
    until, told = time.monotonic() + patience, False
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        except OSError as error:
            raise StorageError(refusal(error, path.parent)) from None
        if _lock(handle, say) and _is_at(handle, path):
            return handle
        holder = _holder(handle)
        os.close(handle)
        if time.monotonic() >= until:
            raise LockError(f"{holder} is at work in this folder; run this again when it has ended")
        if not told:
            say(f"Waiting for {holder}; at most {_minutes(patience)}, Ctrl-C ends the waiting")
            told = True
        time.sleep(LOOK_AGAIN)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"


def _lock(handle: int, say: Callable[[str], None]) -> bool:
    """Lock the open file if nobody else has; where locks do not exist, that is said and counts as locked."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in TAKEN:
            return False
        say(f"This disk has no locks ({error.strerror}): let only one command run at a time.")
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Is the open file still the one of that name? `make clean` may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _sign(handle: int) -> None:
    """Write into the file who holds it, for those who wait; on a full disk it stays without."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n{time.strftime('%H:%M:%S')}\n{command}\n".encode(), 0)


def _holder(handle: int) -> str:
    """Who holds the file, in words."""
    lines = os.pread(handle, 4096, 0).decode("utf-8", errors="replace").splitlines()
    if len(lines) != 3:
        return "another command"
    number, since, command = lines
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return f"what '{command}' (process {number}, ended) has left running"
    except OSError:
        pass
    return f"'{command}' (process {number}, since {since})"
