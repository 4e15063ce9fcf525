"""The recipes of CONTRIBUTING.md as tests follow them: their commands to the letter, and cells filled as they say."""

import re
import shlex
from datetime import date

from click.testing import CliRunner

from kapbook.cli import main
from kapbook.evidence import tables
from tests.mini import Mini

WRITTEN_ON, TODAY = "2026-11-28", date.today().isoformat()
"""The day that the recipes name, and the one on which they are followed."""

NOT_RUN = ("B401", "B406", "B415")
"""What the linter says of notebooks that `kapbook notebooks` has still to execute."""


def blocks(root, heading: str, language: str) -> list[str]:
    """Blocks of code under a heading of CONTRIBUTING.md."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = re.split(r"^#{2,3} ", text.partition(f"### {heading}\n")[2], maxsplit=1, flags=re.M)[0]
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.M | re.S)
    assert found, f"no recipe '{heading}' in CONTRIBUTING.md"
    return found


class Recipe:
    """The commands of a recipe, given one after the other in a copy of the example.

    Attributes
    ----------
    said : what the commands said so far
    """

    def __init__(self, root, book: Mini, heading: str):
        self.book, self.said = book, ""
        self._lines = "".join(blocks(root, heading, "sh")).replace(WRITTEN_ON, TODAY).splitlines()

    def to_check(self) -> list[str]:
        """Give the commands up to the next 'kapbook check'; what the linter then finds."""
        while self._lines:
            words = shlex.split(self._lines.pop(0))
            assert words[0] == "kapbook"
            if words[1] == "check":
                return lacks(self.book, *words[2:])
            if words[1] != "notebooks":  # those are executed by the test that has them
                self.said += command(*words[1:])
        raise AssertionError("the recipe has no further check")

    def to_end(self) -> list[str]:
        """Give all commands that are left; what the linter finds at the last check."""
        while True:
            found = self.to_check()
            if not self._lines:
                return found


def command(*words: str, fails: bool = False) -> str:
    """Give a command in the current folder; what it said."""
    tables._load.cache_clear()
    result = CliRunner().invoke(main, words)
    assert (result.exit_code != 0) == fails, result.output
    return result.output


def lacks(book: Mini, *codes: str) -> list[str]:
    """What the linter finds, each as 'CODE path: message', without notebooks that wait to be executed."""
    return [f"{f.code} {f.path}: {f.message}" for f in book.check(*codes) if f.code not in NOT_RUN]


def empty(found: list[str]) -> set[str]:
    """Cells that the linter found empty, as 'table.column'."""
    said = (re.fullmatch(r"E100 evidence/(\w+)\.csv: (\w+) is empty", line) for line in found)
    return {f"{found[1]}.{found[2]}" for found in said if found}
