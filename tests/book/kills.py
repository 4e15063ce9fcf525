"""Kill builds of the small book at random moments; after each, a whole book must stand and the next build must work.

Run by `make kills`, not by the gate: 200 real builds take half an hour or more. It prints a tally; 1 is a failure.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from kapbook.names import FOLDER
from kapbook.place import ADDRESS, SOURCE
from kapbook.publish import build as building
from tests.book.faults import digest, one_build, stand_in
from tests.book.furnish import furnish
from tests.mini import NAME, Mini

ROOT = Path(__file__).resolve().parents[2]
ZIP = f"{NAME}.zip"
WAYS = ("program", "program and builder", "interrupt")


def pages(html: Path) -> str:
    """Fingerprint of a book; its zip, which holds times, is judged by what it holds."""
    if not (html / FOLDER / ZIP).is_file():
        return "none"
    total = hashlib.sha256()
    files = {path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()}
    try:
        with zipfile.ZipFile(html / FOLDER / ZIP) as archive:
            zipped = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return "damaged zip"
    for name, data in sorted(files.items()):
        if name != f"{FOLDER}/{ZIP}":
            total.update(f"{name}\0{data.hex()}\0".encode())
            if not name.startswith(".") and zipped.get(name) != data:
                return f"zip without {name}"
    return total.hexdigest()


class Book:
    """The small book in two versions that differ by a word."""

    def __init__(self, folder: Path):
        self.mini = Mini.write_new(folder, ROOT)
        furnish(self.mini, ROOT)
        self.html = folder / "_build/html"
        self.home = self.mini.read("index.md")
        self.version = 0
        self.known: dict[str, int] = {}

    def turn(self) -> None:
        """Change the word."""
        self.version = 1 - self.version
        self.mini.write("index.md", f"{self.home}\nThis is version {self.version}.\n")

    def start(self) -> subprocess.Popen:
        """A build that goes on beside this process, in a group of its own."""
        environment = {name: value for name, value in os.environ.items() if name not in (ADDRESS, SOURCE)}
        environment["PYTHONPATH"] = str(ROOT / "src")
        command = [sys.executable, "-c", "from kapbook.cli import main; main()", "build"]
        streams = dict(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        return subprocess.Popen(command, cwd=self.mini.root, env=environment, **streams)

    def build(self) -> str:
        """Build to the end; what it said when it failed, else an empty text."""
        process = self.start()
        said = process.communicate()[0]
        return said if process.returncode else ""

    def state(self) -> int | str:
        """Version of the published book, or what is wrong with it."""
        found = pages(self.html)
        return self.known.get(found, found)


def children(parent: int) -> list[int]:
    """Processes that another one started."""
    listing = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in listing.read_text().split()] if listing.is_file() else []


def strike(process: subprocess.Popen, way: str) -> None:
    """End a build in one of the ways."""
    if way == "program and builder":
        for child in children(process.pid):
            os.killpg(child, signal.SIGKILL)
    process.send_signal(signal.SIGINT if way == "interrupt" else signal.SIGKILL)


def trial(book: Book, moment: float, way: str) -> tuple[str, str]:
    """Change the word, end its build after so many seconds, build again: where it was struck, and the verdict."""
    before = book.version
    book.turn()
    process = book.start()
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        strike(process, way)
    said = process.communicate()[0].splitlines()
    if process.returncode == 0:
        return "", ""
    phase = said[-2 if way == "interrupt" and len(said) > 1 else -1] if said else "starting"
    left = book.state()
    reason = book.build()
    if left not in (before, book.version):
        return phase, f"FAILED: the book left was '{left}'"
    if reason or book.state() != book.version:
        return phase, f"FAILED: the next build said: {reason or book.state()}"
    return phase, "old book left" if left == before else "new book left"


def quick(folder: Path, number: int, chance: random.Random) -> Counter[str]:
    """Kill builds whose pages are made by a copy, so that most kills strike where the book is put in its place."""
    root, book = folder / "project", Mini.write_new(folder / "project", ROOT)
    furnish(book, ROOT)
    known, made = {}, []
    for version in (0, 1):
        made.append(folder / f"made-{version}")
        (made[-1] / FOLDER).mkdir(parents=True)
        for page in range(20):
            (made[-1] / f"page-{page}.html").write_text(f"version {version} " * 1000)
        (made[-1] / "index.html").write_text(f"version {version}")
        stand_in(made[-1])
        began = time.monotonic()
        code, said = one_build(root, None)
        seconds = time.monotonic() - began
        if code:
            sys.exit(f"The small book cannot be built:\n{said}")
        known[digest(root / "_build/html")] = version
    tally: Counter[str] = Counter()
    version = 1
    while sum(tally.values()) < number:
        before, version = version, 1 - version
        stand_in(made[version])
        struck = kill_one(root, chance.uniform(0, seconds))
        left = known.get(digest(root / "_build/html"), "no whole book")
        code, said = one_build(root, None)
        if not struck:
            continue
        if left not in (0, 1) or code or known.get(digest(root / "_build/html")) != version:
            tally[f"FAILED: {left} left, then: {said or code}"] += 1
        else:
            tally["old book left" if left == before else "new book left"] += 1
    return tally


def kill_one(root: Path, moment: float) -> bool:
    """Kill a build in a process of its own after so many seconds; False when it had ended before."""
    child = os.fork()
    if not child:
        building.build(root, lambda line: None, force=True)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def real(folder: Path, number: int, chance: random.Random) -> Counter[str]:
    """End real builds in the three ways; Ctrl-C ends the series early."""
    book, tally = Book(folder / "book"), Counter[str]()
    for _ in range(2):
        book.turn()
        began = time.monotonic()
        reason = book.build()
        seconds = time.monotonic() - began
        if reason:
            sys.exit(f"The small book cannot be built:\n{reason}")
        book.known[pages(book.html)] = book.version
    print(f"A build takes {seconds:.1f} s here.", flush=True)
    try:
        while sum(tally.values()) < number:
            way = WAYS[sum(tally.values()) % len(WAYS)]
            phase, verdict = trial(book, chance.uniform(0, seconds), way)
            if verdict:
                tally[f"{way:20} {phase:66} {verdict}"] += 1
                if "FAILED" in verdict:
                    print(f"{way}, at '{phase}': {verdict}", flush=True)
    except KeyboardInterrupt:
        print("stopped early", flush=True)
    return tally


def show(title: str, tally: Counter[str]) -> int:
    """Print a tally; the number of failures."""
    failures = sum(count for verdict, count in tally.items() if "FAILED" in verdict)
    for verdict, count in sorted(tally.items()):
        print(f"{count:6}  {verdict.splitlines()[0]}")
    total = sum(tally.values())
    print(f"{title}: {total} ended at random, {failures} left no whole book or hindered the next build", flush=True)
    return failures


def main() -> None:
    """Strike so many times, print the tallies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=200, help="real builds to end")
    parser.add_argument("--quick", type=int, default=500, help="builds to end whose pages are copied")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and so do its heirs
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        failures = show("Builds with copied pages", quick(Path(folder), options.quick, chance))
        failures += show("Builds with real pages", real(Path(folder), options.number, chance))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
