"""The browser that tests the pages and prints the PDF: one of this machine, or one that is brought."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kapbook.publish import apt

VARIABLE = "CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PYTHON = sys.executable
"""The interpreter whose Playwright is asked."""
WHERE = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"


class BrowserError(RuntimeError):
    """There is no browser; the message says what was tried and what to do."""


@dataclass(frozen=True)
class Browser:
    """A Chromium that starts: its path, where it is from, and what it says of its version."""

    path: str
    source: str
    version: str

    def sentence(self) -> str:
        return f"Browser: {self.version} at {self.path} ({self.source})"


def chromium() -> str:
    """Path of a Chromium that is here.

    Raises
    ------
    BrowserError : there is none.
    """
    found = find()
    if not found:
        raise BrowserError(f"no Chromium found; 'make browser' brings one, or set {VARIABLE} to the path of one")
    return found.path


def find() -> Browser | None:
    """The Chromium that CHROMIUM names; else the first that starts, on the path or among Playwright's own.

    Raises
    ------
    BrowserError : CHROMIUM names none.
    """
    return _find(os.environ.get(VARIABLE, ""), os.environ.get("PATH", ""))


def bring(say: Callable[[str], None]) -> Browser:
    """The Chromium that is here; else Debian's package where apt can be used, else Playwright's.

    Parameters
    ----------
    say : receives a line before each attempt

    Raises
    ------
    BrowserError : none can be had.
    """
    found = find()
    if found:
        return found
    failed = []
    for source, install in {"Debian's package": _by_apt, "Playwright's own": _by_playwright}.items():
        reason = install(say)
        _find.cache_clear()
        found = find()
        if found and not reason:
            return Browser(found.path, f"{source}, installed now", found.version)
        failed.append(f"{source}: {reason or 'installed, but it does not start'}")
    raise BrowserError(
        f"no browser for the tests ({'; '.join(failed)}); install Chromium or set {VARIABLE} to its path"
    )


@lru_cache(maxsize=8)
def _find(named: str, path: str) -> Browser | None:
    if named:
        if not Path(named).is_file():
            raise BrowserError(f"{VARIABLE} names '{named}', which is no file; set it to the path of Chromium")
        version = _version(named)
        if not version:
            raise BrowserError(f"{VARIABLE} names '{named}', which does not start; set it to the path of Chromium")
        return Browser(named, f"named by {VARIABLE}", version)
    for program, source in _candidates(path):
        version = _version(program)
        if version:
            return Browser(program, source, version)
    return None


def _candidates(path: str) -> Iterator[tuple[str, str]]:
    """Programs that may be a browser, and where each is from."""
    for name in PROGRAMS:
        program = shutil.which(name, path=path)
        if program:
            yield program, "on the path"
    code, output = apt.quietly([PYTHON, "-c", WHERE])
    program = output.strip()
    if not code and Path(program).is_file():
        yield program, "Playwright's own"


def _version(program: str) -> str:
    """What a browser says of its version; empty when it does not start."""
    code, output = apt.quietly([program, "--version"])
    return "" if code else next(iter(output.strip().splitlines()[-1:]), "Chromium")


def _by_apt(say: Callable[[str], None]) -> str:
    """Install Debian's package; why that failed, empty when it did not."""
    return apt.install("chromium", say)


def _by_playwright(say: Callable[[str], None]) -> str:
    """Have Playwright fetch its Chromium, with the libraries that it needs where apt can be used; why that failed."""
    say("Fetching Playwright's Chromium (a minute or two)")
    libraries = [] if apt.usable() else ["--with-deps"]
    return apt.failure(*apt.quietly([PYTHON, "-m", "playwright", "install", *libraries, "--no-shell", "chromium"]))
