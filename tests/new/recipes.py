"""The recipes of CONTRIBUTING.md as tests follow them: their commands to the letter, and cells filled as they say."""

import csv
import re
import shlex

from click.testing import CliRunner

from kapbook.cli import main
from kapbook.evidence import tables
from tests.mini import Mini

NOT_RUN = ("B401", "B406")
"""What the linter says of notebooks that `kapbook notebooks` has still to execute."""


def blocks(root, heading: str, language: str) -> list[str]:
    """Blocks of code under a heading of CONTRIBUTING.md."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = re.split(r"^#{2,3} ", text.partition(f"### {heading}\n")[2], maxsplit=1, flags=re.M)[0]
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.M | re.S)
    assert found, f"no recipe '{heading}' in CONTRIBUTING.md"
    return found


def follow(root, heading: str) -> str:
    """Give the commands of a recipe that begin something; what they said."""
    said = []
    for line in "".join(blocks(root, heading, "sh")).splitlines():
        words = shlex.split(line)
        assert words[0] == "kapbook"
        if words[1] == "new":
            said.append(command(*words[1:]))
    assert said
    return "".join(said)


def command(*words: str, fails: bool = False) -> str:
    """Give a command in the current folder; what it said."""
    tables._load.cache_clear()
    result = CliRunner().invoke(main, words)
    assert (result.exit_code != 0) == fails, result.output
    return result.output


def lacks(book: Mini) -> list[str]:
    """What the linter finds, each as 'CODE path: message', without notebooks that wait to be executed."""
    return [f"{f.code} {f.path}: {f.message}" for f in book.check() if f.code not in NOT_RUN]


def empty(book: Mini) -> set[str]:
    """Cells that the linter finds empty, as 'table.column'."""
    said = (re.fullmatch(r"E100 evidence/(\w+)\.csv: (\w+) is empty", line) for line in lacks(book))
    return {f"{found[1]}.{found[2]}" for found in said if found}


def fill(book: Mini, table: str, key: str, **cells: str) -> None:
    """Fill cells of the rows that have this key among their first two cells."""
    path = book.root / f"evidence/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    meant = [row for row in rows if key in list(row.values())[:2]]
    assert meant, f"no row '{key}' in {table}"
    for row in meant:
        assert set(cells) <= set(row)
        row.update(cells)
    book._rewrite(path, rows)
