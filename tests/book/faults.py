"""One build of the small book, with one fault at one step; run as a program for each kind of fault.

Every operation by which a build changes the disk is a step: Python tells of each before it is done (sys.addaudithook).
The book builder itself is stood in for by a copy of what it made before, for it writes into a folder that nobody reads.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kapbook.files import StorageError
from kapbook.publish import build as building
from kapbook.publish import swap as swapping

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "open"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ENDED, REFUSED, INTERRUPTED, BROKEN = 0, 3, 130, 9


def digest(folder: Path) -> str:
    """Fingerprint of a folder: its names and bytes; empty when it is not there."""
    if not folder.is_dir():
        return ""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(f"{path.relative_to(folder)}\0{path.read_bytes() if path.is_file() else ''}\0".encode())
    return total.hexdigest()


class Steps:
    """Counts the steps of this process, and does the harm at one of them."""

    def __init__(self, root: Path, fault: str, at: str):
        self.root, self.fault, self.at = str(root), fault, at
        self.seen: list[str] = []
        self.struck = False

    def __call__(self, event: str, arguments: tuple) -> None:
        if event not in CHANGES or not isinstance(arguments[0], str | os.PathLike):
            return
        if event == "open" and not (arguments[2] or 0) & WRITES:
            return
        path = os.fsdecode(arguments[0])
        if not path.startswith(self.root):
            return
        # Files of one folder are alike: the first of them stands for all.
        place = "/".join(Path(path).relative_to(self.root).parts[:5])
        name = re.sub(r"\.\d+$", ".pid", f"{event} {place}")
        new = name not in self.seen
        self.seen.append(name)
        if (new and name == self.at) or self.struck:
            self.strike(event, path)

    def strike(self, event: str, path: str) -> None:
        first, self.struck = not self.struck, self.fault in ("full", "read-only")
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "interrupt" and first:
            os.kill(os.getpid(), signal.SIGINT)
        if self.fault == "full" and event in ("open", "os.mkdir"):
            raise OSError(errno.ENOSPC, "No space left on device", path)
        if self.fault == "read-only":
            raise OSError(errno.EROFS, "Read-only file system", path)


def one_build(root: Path, steps: Steps | None) -> tuple[int, str]:
    """Build in a process of its own: how it ended, and what it said or which steps it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        code, said = _child(root, steps)
        os.write(writer, said.encode()[:60_000])
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _child(root: Path, steps: Steps | None) -> tuple[int, str]:
    if steps:
        sys.addaudithook(steps)
    try:
        building.build(root, lambda line: None, force=True)
    except (building.BuildError, StorageError) as error:
        return REFUSED, str(error)
    except KeyboardInterrupt:
        return INTERRUPTED, ""
    except BaseException as error:
        return BROKEN, repr(error)
    return ENDED, "\n".join(dict.fromkeys(steps.seen)) if steps else ""


def stand_in(product: Path) -> None:
    """Have builds take pages that were made before, and judge nothing: those steps only read."""

    @contextmanager
    def copy(root: Path, beside: Path) -> Iterator[Callable[[], Path]]:
        html = beside / "_build" / "html"
        yield lambda: shutil.copytree(product, html)

    building.builder = copy
    building.sources = lambda root: []
    building.check_site = lambda *rest: []


def trials(root: Path, product: Path, fault: str, exchange: bool) -> Iterator[dict]:
    """What each step with the fault left: how the build ended, the book then, and the book after the next build."""
    stand_in(product)
    if not exchange:
        swapping.exchange = lambda one, other: False
    html, last = root / "_build/html", root / "last"
    shutil.copytree(html, last)
    old = digest(html)

    def reset() -> None:
        shutil.rmtree(root / "_build")
        shutil.copytree(last, html)

    steps = one_build(root, Steps(root, "", ""))[1].splitlines()
    new = digest(html)
    names = {old: "old", new: "new", "": "none"}
    for step in steps:
        reset()
        code, said = one_build(root, Steps(root, fault, step))
        left = names.get(digest(html), "half")
        again, reason = one_build(root, None)
        rest = sorted(path.name for path in (root / "_build").iterdir() if path.name != "check-cache")
        then = names.get(digest(html), "half")
        yield dict(step=step, code=code, said=said, left=left, again=again, reason=reason, then=then, rest=rest)


if __name__ == "__main__":
    folder, made, kind, way = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for trial in trials(Path(folder), Path(made), kind, way == "exchange"):
        print(json.dumps(trial), flush=True)
