"""Read the prose of the book: Markdown pages and the Markdown cells of notebooks, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDERS = ("chapters", "notebooks")
GENERATED = "% This page is made by `make generated`"
"""First words of a page that a program writes."""

FENCE = re.compile(r"^\s*(`{3,}|:{3,}|~{3,})\s*(\{[^}]*\}|\w*)")
CITE = re.compile(r"\{cite(?::[a-z]+)?\}`([^`]+)`")
ROLE = re.compile(r"\{(?P<role>[\w:+-]+)\}`(?P<text>[^`]*)`")
DIRECTIVE = re.compile(r"^\s*[`:]{3,}\{(?P<name>[\w-]+)\}\s*(?P<argument>.*?)\s*$")
TARGET = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.S)


class TextError(ValueError):
    """A page or notebook cannot be read; the message names the file and the remedy."""


@dataclass(frozen=True)
class Line:
    """One line of prose.

    Attributes
    ----------
    number : line in the file (for a notebook: line in the cell)
    text : the line as written
    cell : number of the notebook cell, counted from 1; 0 in a page
    code : whether the line stands in a code block, where no rule on prose applies
    """

    number: int
    text: str
    cell: int = 0
    code: bool = False


@dataclass(frozen=True)
class Document:
    """A page or notebook.

    Attributes
    ----------
    path : file relative to the project
    lines : its prose
    source : code of a notebook's code cells, joined; empty for a page
    """

    path: str
    lines: list[Line] = field(default_factory=list)
    source: str = ""

    @property
    def generated(self) -> bool:
        """Whether a program writes the page."""
        return bool(self.lines) and self.lines[0].text.startswith(GENERATED)

    @property
    def docname(self) -> str:
        return self.path.rsplit(".", 1)[0]

    def prose(self) -> Iterator[Line]:
        """Lines that a person wrote as prose: no code, and nothing of a generated page."""
        return (line for line in self.lines if not line.code and not self.generated)

    def place(self, line: Line) -> str:
        """Path as shown in findings: notebooks name the cell."""
        return f"{self.path}#cell{line.cell}" if line.cell else self.path

    def roles(self, *names: str) -> Iterator[tuple[Line, int, str]]:
        """Each use of one of the roles outside code: line, column (from 1), text between backquotes."""
        for line in self.lines:
            if not line.code:
                for match in ROLE.finditer(line.text):
                    if match["role"] in names:
                        yield line, match.start() + 1, match["text"]

    def directives(self, name: str) -> Iterator[tuple[Line, str]]:
        """Each use of a directive outside code: line and argument."""
        for line in self.lines:
            match = DIRECTIVE.match(line.text) if not line.code else None
            if match and match["name"] == name:
                yield line, match["argument"]

    def citations(self) -> Iterator[tuple[Line, int, str]]:
        """Each cited key outside code: line, column, key."""
        for line in self.lines:
            if not line.code:
                for match in CITE.finditer(line.text):
                    for key in match[1].split(","):
                        yield line, match.start() + 1, key.strip()


def split_target(text: str) -> tuple[str, str]:
    """Parts of 'shown <target>'; the target is empty when there is none."""
    match = TARGET.match(text)
    return (match["text"], match["target"]) if match else (text, "")


def read_documents(root: Path) -> list[Document]:
    """All pages and notebooks of the book, in path order.

    Raises
    ------
    TextError : a file is not UTF-8, or a notebook is not JSON.
    """
    paths = [root / "index.md"] if (root / "index.md").is_file() else []
    for folder in FOLDERS:
        paths += sorted(p for p in (root / folder).rglob("*") if p.suffix in (".md", ".ipynb") and p.is_file())
    return [_read(root, path) for path in paths if ".ipynb_checkpoints" not in path.parts]


def _read(root: Path, path: Path) -> Document:
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TextError(f"{name}: not UTF-8 text; save it as UTF-8") from None
    if path.suffix == ".md":
        return Document(name, list(_prose(text)))
    try:
        cells = json.loads(text)["cells"]
        pairs = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise TextError(f"{name}: not a readable notebook; restore it, then run 'make notebooks'") from None
    lines = [
        Line(line.number, line.text, number, line.code)
        for number, (kind, source) in enumerate(pairs, 1)
        if kind == "markdown"
        for line in _prose(source)
    ]
    return Document(name, lines, "\n".join(source for kind, source in pairs if kind == "code"))


def _prose(text: str) -> Iterator[Line]:
    """Lines with a mark on those inside code; blocks of MyST directives stay prose."""
    open_fences: list[tuple[str, bool]] = []
    front_matter = text.startswith("---\n")
    for number, line in enumerate(text.splitlines(), 1):
        if front_matter:
            yield Line(number, line, code=True)
            front_matter = number == 1 or line != "---"
            continue
        match = FENCE.match(line)
        in_code = bool(open_fences) and open_fences[-1][1]
        if match and open_fences and not match[2] and match[1].startswith(open_fences[-1][0]):
            open_fences.pop()
        elif match and not in_code:
            in_code = match[1][0] in "`~" and _is_code(match[2])
            open_fences.append((match[1], in_code))
        yield Line(number, line, code=in_code)


def _is_code(info: str) -> bool:
    """Whether a backquote fence with this info string holds code rather than a directive's prose."""
    return not info.startswith("{") or info in ("{code}", "{code-block}", "{code-cell}", "{raw}", "{math}")
