"""Run another program so that nothing of it is left when this one is stopped, and keep all that it said."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kapbook.publish.lock import handles

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


class Stopped(KeyboardInterrupt):
    """The process was asked to end; `number` is the signal."""

    number = signal.SIGINT


def stop_on_signals() -> None:
    """Have SIGTERM and SIGHUP end the process as Ctrl-C does: children first, nothing half written."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        stopped = Stopped()
        stopped.number = signal.Signals(number)
        raise stopped

    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


@contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Callable[[], tuple[int, str]]]:
    """Start a program in a process group of its own, which is ended at once when the block is left before it ends.

    When this process is killed the program is too (Linux), and until then it keeps the lock, so that nobody else
    writes beside it.

    Parameters
    ----------
    command : program and its arguments
    folder : where it runs
    environment : its variables; those of this process when not given

    Yields
    ------
    Waits for the end: exit code, and what the program wrote to both of its outputs; bytes that are no UTF-8 are
    replaced.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=handles(),
            preexec_fn=ending_with_this(),
        ) as program,
    ):

        def finish() -> tuple[int, str]:
            code = program.wait()
            said.seek(0)
            return code, said.read().decode("utf-8", errors="replace")

        try:
            yield finish
        finally:
            if program.poll() is None:
                end_group(program.pid)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program as `started` does, to its end."""
    with started(command, folder, environment) as finish:
        return finish()


def end_group(leader: int) -> None:
    """Kill a process group that may have ended already."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def ending_with_this() -> Callable[[], None]:
    """What a new process does first so that it ends when this one does, even killed (Linux; else nothing)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    control, parent = ctypes.CDLL(None).prctl, os.getpid()

    def tie() -> None:
        control(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return tie
