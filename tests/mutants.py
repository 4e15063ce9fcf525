"""Would the tests notice? Change one operator or constant of the package at a time and run the tests that concern it.

`make mutants` changes a sample of them (SAMPLE=40, SEED=1, ROOMS=checks,evidence): each change is made in a copy of
the package, the tests nearest to the module run first, then the others of its room, and the first that fails ends the
run. What no test noticed is listed with its line: add a test, remove the code, or note why it cannot be noticed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "checks": ["tests/checks"],
    "evidence": ["tests/evidence", "tests/checks"],
    "prose": ["tests/prose", "tests/checks"],
    "synthesis": ["tests/synthesis"],
    "charts": ["tests/charts"],
}
NEAREST = {
    "checks/citations": "tests/checks/test_references.py",
    "checks/references": "tests/checks/test_references.py",
    "checks/verifications": "tests/checks/test_references.py",
    "checks/rows": "tests/checks/test_tables.py",
    "checks/arms": "tests/checks/test_tables.py",
    "checks/sizes": "tests/checks/test_tables.py",
    "checks/intervals": "tests/checks/test_tables.py",
    "checks/waivers": "tests/checks/test_tables.py",
    "checks/claims": "tests/checks/test_claims.py",
    "checks/cells": "tests/checks/test_build_rules.py",
    "checks/settings": "tests/checks/test_build_rules.py",
    "evidence/bibtex": "tests/checks/test_references.py",
    "evidence/references": "tests/checks/test_references.py",
    "evidence/identifiers": "tests/checks/test_references.py",
    "evidence/works": "tests/checks/test_references.py",
    "evidence/spreadsheet": "tests/checks/test_tables.py",
    "prose/settings": "tests/checks/test_build_rules.py",
    "prose/notebooks": "tests/checks/test_build_rules.py",
    "prose/promised": "tests/checks/test_build_rules.py",
    "prose/contents": "tests/prose",
}
TIMEOUT = 3600
OPERATORS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
WORDS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or", ast.Add: "+",
    ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: the file, its line, what stood there and what stands there now, and the text of the changed file."""

    path: Path
    line: int
    change: str
    text: str


def changes(path: Path) -> int:
    """How many operators, numbers and truth values of a module can be changed."""
    return sum(1 for _ in _places(ast.parse(path.read_text(encoding="utf-8"))))


def mutant(path: Path, number: int) -> Mutant:
    """The change of one of them, counted from 0."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node, change, apply = next(islice(_places(tree), number, None))
    apply()
    return Mutant(path, node.lineno, change, ast.unparse(ast.fix_missing_locations(tree)))


def _places(tree: ast.AST) -> Iterator[tuple]:
    for node in _judged(tree):
        if isinstance(node, ast.Compare):
            for index, old in enumerate(node.ops):
                if new := OPERATORS.get(type(old)):
                    yield node, f"{WORDS[type(old)]} -> {WORDS[new]}", _setter(node.ops, index, new())
        elif isinstance(node, (ast.BoolOp, ast.BinOp)) and (new := OPERATORS.get(type(node.op))):
            yield node, f"{WORDS[type(node.op)]} -> {WORDS[new]}", _attribute(node, "op", new())
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, f"{node.value} -> {not node.value}", _attribute(node, "value", not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            yield node, f"{node.value} -> {node.value + 1}", _attribute(node, "value", node.value + 1)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not removed", _attribute(node, "operand", ast.UnaryOp(ast.Not(), node.operand))


def _judged(tree: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run; not annotations, nor the texts of f-strings (whose format is tested by sentences)."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "format_spec"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from _judged(child)


def _setter(operators: list, index: int, new: ast.AST):
    return lambda: operators.__setitem__(index, new)


def _attribute(node: ast.AST, name: str, new: object):
    return lambda: setattr(node, name, new)


def notice(made: Mutant, python: str, nearest: bool) -> str:
    """Name of the first test that notices the change, empty when none does.

    Parameters
    ----------
    nearest : ask only the tests nearest to the module (quicker; what they miss others may notice)

    Raises
    ------
    subprocess.TimeoutExpired : a run did not end, so that nothing is known.
    """
    relative = made.path.relative_to(ROOT / "src" / "kapbook")
    room, name = relative.parts[0], relative.with_suffix("").as_posix()
    runs = [[NEAREST[name]]] if name in NEAREST else []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "kapbook" / relative).write_text(made.text, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        for tests in runs if runs and nearest else [*runs, TESTS[room]]:
            command = [python, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *tests]
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
            )
            if done.returncode:
                told = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
                return (told or ["an error at import"])[0]
    return ""


def main() -> None:
    """Change a sample, and print what was noticed and what was not."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rooms", default=",".join(TESTS))
    asked.add_argument("--sample", type=int, default=40)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=600, help="begin no further change after so long")
    asked.add_argument("--nearest", action="store_true", help="only the tests nearest to each module")
    given = asked.parse_args()
    files = [path for room in given.rooms.split(",") for path in sorted((ROOT / "src/kapbook" / room).glob("*.py"))]
    every = [(path, number) for path in files for number in range(changes(path))]
    chosen = random.Random(given.seed).sample(every, min(given.sample, len(every)))
    end, noticed, tried = time.monotonic() + 60 * given.minutes, 0, 0
    for path, number in chosen:
        if time.monotonic() > end:
            break
        made = mutant(path, number)
        place = f"{path.relative_to(ROOT)}:{made.line}"
        try:
            by = notice(made, sys.executable, given.nearest)
        except subprocess.TimeoutExpired:
            print(f"UNKNOWN  {place} {made.change} did not end in {TIMEOUT} seconds", flush=True)
            continue
        noticed, tried = noticed + bool(by), tried + 1
        print(f"{'noticed ' if by else 'SURVIVED'} {place} {made.change} {by[:100]}", flush=True)
    print(f"{noticed} of {tried} changes were noticed ({len(every)} are possible; sample {given.sample})")


if __name__ == "__main__":
    main()
