"""Make an environment of locked packages, quietly; run by the Makefile with any Python, before there is one.

Only the standard library is used. The packages are installed by uv: the one on the path, else one that pip brings.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kapbook.files import StorageError
from kapbook.publish import apt, process
from kapbook.publish.lock import LockError, writing

MARK = ".ready"
"""A file in the environment that is written last: an environment without it is half made, and made anew."""
TOOLS = Path(".tools")
NO_VENV = "Python's venv module (Debian: apt-get install python3-venv)"


class SetupError(RuntimeError):
    """The environment could not be made; the message says why."""


def make(
    folder: Path, locked: Path, uv_version: str, then: Sequence[Sequence[str]], say: Callable[[str], None]
) -> None:
    """Make the environment `folder` anew from a lock file.

    Parameters
    ----------
    folder : the environment
    locked : requirements with hashes
    uv_version : version of uv to bring where there is none
    then : further arguments of ``uv pip install``, one list a call
    say : receives a line before something is installed on the machine

    Raises
    ------
    SetupError : an installer failed.
    """
    program = uv(uv_version, say)
    python = str(folder / "bin" / "python")
    (folder / MARK).unlink(missing_ok=True)
    run([program, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], "the environment")
    install = [program, "pip", "install", "--quiet", "--python", python]
    run([*install, "--require-hashes", "--compile-bytecode", "-r", str(locked)], "the locked packages")
    for arguments in then:
        run([*install, *arguments], "the book's own package")
    (folder / MARK).touch()


def uv(version: str, say: Callable[[str], None]) -> str:
    """Path of uv; brought into ``.tools`` where there is none. What an interrupted run left there is made anew."""
    found = shutil.which("uv")
    if found:
        return found
    program = TOOLS / "bin" / "uv"
    if not (TOOLS / MARK).is_file() or not program.is_file():
        shutil.rmtree(TOOLS, ignore_errors=True)
        bare = [sys.executable, "-m", "venv", str(TOOLS)]
        if apt.quietly(bare)[0]:  # Debian's Python comes without this part of itself
            apt.install("python3-venv", say)
            run([*bare, "--clear"], NO_VENV)
        pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, f"uv=={version}"], "uv")
        (TOOLS / MARK).touch()
    return str(program)


def run(command: Sequence[str], what: str) -> None:
    """Run an installer; what it prints is shown only when it fails."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if not os.access(Path.home(), os.W_OK):
        settings |= {"UV_CACHE_DIR": str(TOOLS / "cache"), "PIP_NO_CACHE_DIR": "1"}
    try:
        code, output = process.run(command, Path.cwd(), settings)
    except OSError as error:
        raise SetupError(f"{what}: {command[0]} cannot be run ({error.strerror})") from None
    if code:
        lines = [line.rstrip() for line in output.splitlines() if line.strip()]
        reasons = [line for line in lines if not line.startswith("WARNING")] or lines
        raise SetupError("\n".join([f"The environment could not be made: {what} failed.", *reasons[-8:]]))


def main() -> None:
    """Make one environment, unless it is there; two commands at once make it once."""
    process.stop_on_signals()
    say = partial(print, flush=True)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("locked", type=Path)
    parser.add_argument("--uv", required=True, help="version of uv to bring")
    parser.add_argument("--editable", action="store_true", help="install the book's own package too")
    options = parser.parse_args()
    own = [["--no-build-isolation", "--no-deps", "--editable", "."]] if options.editable else []
    try:
        with writing(Path.cwd(), say):
            if not is_ready(options.folder, options.locked):
                say(f"Setting up the environment in {options.folder} (first time: about a minute)")
                make(options.folder, options.locked, options.uv, own, say)
    except (SetupError, LockError, StorageError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt as stopped:
        print("Stopped; the environment will be made anew.", file=sys.stderr)
        sys.exit(128 + getattr(stopped, "number", 2))


def is_ready(folder: Path, locked: Path) -> bool:
    """Was the environment made after its lock file and the package's description were changed?"""
    mark = folder / MARK
    sources = [path for path in (locked, Path("pyproject.toml")) if path.is_file()]
    return mark.is_file() and all(mark.stat().st_mtime >= path.stat().st_mtime for path in sources)


if __name__ == "__main__":
    main()
