"""What an edit costs its editor: stock Jupyter Book and this book, the same content, side by side in one run."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat

from benchmarks.stock import stock_tree
from kapbook.evidence import project_root

ROUNDS = 3
CHAPTER = "chapters/conditions/ptsd.md"
ROW_TABLE, ROW = "evidence/effects.csv", "popova2019-response-d28-rd"
NOTEBOOK = "notebooks/need-for-care.ipynb"
LINE = "\nA line that the benchmark adds: {number}.\n"
OURS = [sys.executable, "-P", "-c", "from kapbook.cli import main; main()"]
BUILDER = "import jupyter_book.sphinx, kapbook.sphinxext"


@dataclass
class Measure:
    """One command, what is done before each run of it, and what was measured.

    Attributes
    ----------
    name : as printed
    commands : run one after another, the times added
    folder : where they run
    before : change of the sources, given the number of the round
    seconds : wall time of each round
    memory : peak of one process, MB, of each round
    """

    name: str
    commands: list[list[str]]
    folder: Path
    before: Callable[[int], None] = lambda number: None
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self, number: int) -> None:
        """Measure one round."""
        self.before(number)
        start, peak = time.perf_counter(), 0.0
        for command in self.commands:
            peak = max(peak, run(command, self.folder))
        self.seconds.append(time.perf_counter() - start)
        self.memory.append(peak)


def run(command: list[str], folder: Path) -> float:
    """Run a command to its end; the peak memory of its largest process in MB."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONWARNINGS": "ignore"}
    with (folder.parent / "bench.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        text = (folder.parent / "bench.log").read_text(encoding="utf-8", errors="replace")
        raise SystemExit(f"'{' '.join(command)}' failed in {folder}:\n{text[-2000:]}")
    return usage.ru_maxrss / 1024


def copy_of(root: Path, folder: Path) -> Path:
    """What git keeps of the checkout, copied."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=root, stdout=subprocess.PIPE, check=True).stdout
    for name in filter(None, names.decode().split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, target)
    return folder


def grow(path: Path) -> Callable[[int], None]:
    """Add a line of prose at the end of a page."""

    def change(number: int) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(LINE.format(number="x" * number))

    return change


def note_row(path: Path) -> Callable[[int], None]:
    """Lengthen the note of one row that notebooks draw and pages print."""

    def change(number: int) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        row = next(row for row in rows if row["id"] == ROW)
        row["note"] += f" Note {number} of the benchmark."
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change


def grow_notebook(path: Path) -> Callable[[int], None]:
    """Add a comment to the first code cell of a notebook."""

    def change(number: int) -> None:
        notebook = nbformat.read(path, as_version=4)
        cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
        cell.source += f"\n# {number}"
        nbformat.write(notebook, path)

    return change


def forget(folder: Path) -> Callable[[int], None]:
    """Remove everything that a build left."""
    return lambda number: shutil.rmtree(folder / "_build", ignore_errors=True)


def measures(root: Path, folder: Path) -> list[Measure]:
    """All measures of one round, in the order in which they are run."""
    ours = copy_of(root, folder / "ours" / "tree")
    stock, executing = stock_tree(root, folder / "stock"), stock_tree(root, folder / "executing", execute=True)
    build = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    empty = folder / "floor" / "tree"
    empty.mkdir(parents=True)
    return [
        Measure("floor: interpreter", [[sys.executable, "-P", "-c", "pass"]], empty),
        Measure("floor: the builder's imports", [[sys.executable, "-P", "-c", BUILDER]], ours),
        Measure("stock, cold, stored outputs", [[*build, "--all"]], stock, forget(stock)),
        Measure("stock, one chapter edited", [build], stock, grow(stock / CHAPTER)),
        Measure("stock, nothing changed", [build], stock),
        Measure("stock, cold, executing notebooks", [[*build, "--all"]], executing, forget(executing)),
        Measure("ours, cold, stored outputs", [[*OURS, "build"]], ours, forget(ours)),
        Measure("ours, nothing changed", [[*OURS, "build"]], ours),
        Measure("ours, one chapter edited", [[*OURS, "build"]], ours, grow(ours / CHAPTER)),
        Measure("ours, one row edited", [[*OURS, "notebooks"], [*OURS, "build"]], ours, note_row(ours / ROW_TABLE)),
        Measure(
            "ours, one notebook edited", [[*OURS, "notebooks"], [*OURS, "build"]], ours, grow_notebook(ours / NOTEBOOK)
        ),
        Measure("check, one file changed", [[*OURS, "check"]], ours, grow(ours / CHAPTER)),
        Measure("check, from nothing", [[*OURS, "check"]], ours, forget(ours)),
    ]


def table(found: list[Measure]) -> str:
    """Median, least and most of each measure, its memory, and its ratio to the stock build of the same kind."""
    by_name = {measure.name: median(measure.seconds) for measure in found}
    against = {
        "ours, cold, stored outputs": "stock, cold, stored outputs",
        "ours, one chapter edited": "stock, one chapter edited",
        "ours, nothing changed": "floor: interpreter",
    }
    lines = [f"{'measure':34}{'median s':>9}{'least':>8}{'most':>8}{'MB':>7}  ratio"]
    for measure in found:
        other = against.get(measure.name)
        ratio = f"  {by_name[measure.name] / by_name[other]:.2f} of '{other}'" if other else ""
        seconds = f"{median(measure.seconds):9.2f}{min(measure.seconds):8.2f}{max(measure.seconds):8.2f}"
        lines.append(f"{measure.name:34}{seconds}{max(measure.memory):7.0f}{ratio}")
    return "\n".join(lines)


def main() -> None:
    """Measure all in turn, ROUNDS times, and print the table."""
    root = project_root()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with TemporaryDirectory() as folder:
        found = measures(root, Path(folder))
        for number in range(1, rounds + 1):
            for measure in found:
                measure.run(number)
                print(f"round {number} of {rounds}: {measure.name} {measure.seconds[-1]:.2f} s", file=sys.stderr)
    print(table(found))


if __name__ == "__main__":
    main()
