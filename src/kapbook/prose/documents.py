"""The pages and notebooks of the book, as MyST reads them: passages, roles, citations and directives with places."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kapbook.prose.notebooks import damage
from kapbook.prose.passages import Content, Directive, Passage, Piece
from kapbook.store import Store, code_digest, in_two

FOLDERS = ("chapters", "notebooks")
GENERATED = "% This page is made by `make generated`"
"""First words of a page that a program writes."""

GENERATED_PAGES = (
    "chapters/reference/agreement.md",
    "chapters/reference/checks.md",
    "chapters/reference/checks-pages.md",
    "chapters/reference/data-dictionary.md",
    "chapters/reference/readability.md",
)

CHART = "application/vnd.kapbook.chart+json"
"""Kind of output under which a notebook stores a chart's words."""

READER = ("src/kapbook/prose/*.py", "requirements.lock")
CITED = re.compile(r"\s*(?:\{[^{}]+\})?\s*(?P<key>[^{}\s,]+)\s*(?:\{[^{}]+\})?\s*(?P<comma>,|$)")
"""One key of a citation with what stands before and after it, as sphinxcontrib-bibtex reads it."""


class TextError(ValueError):
    """A page or notebook cannot be read; the message names the file and the remedy."""


class Use(NamedTuple):
    """One use of a role: its name, the text between the backquotes, its place, and the passage around it."""

    name: str
    text: str
    line: int
    column: int
    cell: int
    passage: Passage


@dataclass(frozen=True)
class Document:
    """A page or notebook.

    Attributes
    ----------
    file : the file itself
    path : its path relative to the project
    digest : fingerprint of its bytes
    generated : whether a program writes the page
    source : code of a notebook's code cells, joined; empty for a page
    metadata : of a notebook
    charts : number of the cell and words of each chart that a notebook stores
    stored : what was read, as plain lists
    """

    file: Path
    path: str
    digest: str
    generated: bool
    source: str
    metadata: dict[str, Any]
    charts: list[tuple[int, dict[str, Any]]]
    stored: list[Any]

    @cached_property
    def text(self) -> str:
        """The file as it stands; rules that are remembered may ask, others read the content."""
        return self.file.read_bytes().decode("utf-8")

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """Cells of a notebook as they stand in the file; a page has none."""
        return json.loads(self.text.removeprefix("\ufeff"))["cells"] if self.file.suffix == ".ipynb" else []

    @cached_property
    def content(self) -> Content:
        """Passages, directives and labels in the order of the page."""
        passages, directives, labels, front = self.stored
        return Content(
            [_passage(passage) for passage in passages],
            [Directive(*directive) for directive in directives],
            labels,
            front,
        )

    @property
    def docname(self) -> str:
        return self.path.rsplit(".", 1)[0]

    def place(self, cell: int) -> str:
        """Path as shown in findings: notebooks name the cell."""
        return f"{self.path}#cell{cell}" if cell else self.path

    def passages(self, *kinds: str) -> Iterator[Passage]:
        """Passages that a person wrote as prose (or those of some kinds): no code, nothing of a generated page."""
        if not self.generated:
            for passage in self.content.passages:
                if passage.kind in kinds if kinds else passage.kind not in ("code", "html"):
                    yield passage

    def roles(self, *names: str) -> Iterator[Use]:
        """Each use of one of the roles."""
        for passage in self.content.passages:
            for piece in passage.pieces:
                if piece.kind == "role" and piece.name in names:
                    yield Use(piece.name, piece.text, piece.line, piece.column, passage.cell, passage)

    def directives(self, *names: str) -> Iterator[Directive]:
        """Each use of one of the directives."""
        return (directive for directive in self.content.directives if directive.name in names)

    def citations(self) -> Iterator[tuple[Use, str]]:
        """Each citation with one of its keys."""
        for passage in self.content.passages:
            for piece in passage.pieces:
                if piece.kind == "role" and piece.name.startswith("cite"):
                    use = Use(piece.name, piece.text, piece.line, piece.column, passage.cell, passage)
                    for key in cited_keys(piece.text):
                        yield use, key


def cited_keys(text: str) -> list[str]:
    """Keys of a citation: 'lee2020', 'lee2020,kim2021', '{see}lee2020{p. 3}'; what cannot be read is given whole."""
    keys: list[str] = []
    at, more = 0, True
    while more:
        match = CITED.match(text, at)
        if not match:
            return [*keys, text[at:].strip()]
        keys.append(match["key"])
        at, more = match.end(), match["comma"] == ","
    return keys


def _passage(stored: list[Any]) -> Passage:
    kind, line, cell, block, inside, level, seat, pieces = stored
    row, column = seat
    return Passage(kind, line, cell, block, tuple(inside), level, (row, column), tuple(map(Piece._make, pieces)))


def read_documents(root: Path) -> list[Document]:
    """All pages and notebooks of the book, in path order; those that have not changed are not read again.

    Raises
    ------
    TextError : a file is not UTF-8, a notebook is not JSON, or the parser of the pages gives up.
    """
    paths = [root / "index.md"] if (root / "index.md").is_file() else []
    for folder in FOLDERS:
        paths += sorted(p for p in (root / folder).rglob("*") if p.suffix in (".md", ".ipynb") and p.is_file())
    extensions = enabled_extensions(root)
    store = Store(root, "documents", f"{code_digest(READER)} {extensions}")
    files = [(path.relative_to(root).as_posix(), path) for path in paths if ".ipynb_checkpoints" not in path.parts]
    contents = {name: _bytes(name, path) for name, path in files}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    unknown = [name for name, _ in files if store.get(name, digests[name]) is None]
    if unknown:
        import kapbook.prose.markdown  # noqa: F401 (loaded once, before the work is shared)
    for name, read in zip(unknown, in_two(lambda n: _read(n, contents[n], extensions), unknown), strict=True):
        store.put(name, digests[name], read)
    store.save()
    return [Document(path, name, digests[name], *store.get(name, digests[name])) for name, path in files]


def _bytes(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TextError(f"{name}: cannot be read ({error.strerror}); make the file readable") from None


def enabled_extensions(root: Path) -> tuple[str, ...]:
    """MyST's extensions that _config.yml enables, in name order."""
    config = root / "_config.yml"
    if not config.is_file():
        return DEFAULT_EXTENSIONS
    text = config.read_text(encoding="utf-8", errors="replace")
    match = re.search(r"^\s*myst_enable_extensions\s*:\s*\[([^\]]*)\]", text, re.M)
    if match:
        return tuple(sorted(word.strip(" '\"\n") for word in match[1].split(",") if word.strip()))
    lines = re.search(
        r"^\s*myst_enable_extensions\s*:\s*(?:#.*)?\n(?P<items>(?:\s*(?:-.*|#.*)?\n)+)", f"{text}\n", re.M
    )
    if lines:
        return tuple(sorted(re.findall(r"^\s*-\s*['\"]?([\w-]+)", lines["items"], re.M)))
    return DEFAULT_EXTENSIONS


DEFAULT_EXTENSIONS = ("attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes")


def _read(name: str, content: bytes, extensions: tuple[str, ...]) -> list[Any]:
    """What a page or notebook holds, in the order of a document's attributes, as plain lists."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TextError(f"{name}: not UTF-8 text; save it as UTF-8") from None
    cells, rest = [(0, text)], ["", {}, []]
    if name.endswith(".ipynb"):
        cells, rest = _notebook(name, text)
    return [text.startswith(GENERATED), *rest, _parse(name, cells, extensions)]


def _notebook(name: str, text: str) -> tuple[list[tuple[int, str]], list[Any]]:
    """Markdown cells with their numbers; the code of all code cells, the metadata, and the charts."""
    try:
        notebook = json.loads(text)
        cells = list(enumerate(notebook["cells"], 1))
        words = [(number, cell["cell_type"], "".join(cell["source"])) for number, cell in cells]
        metadata = dict(notebook["metadata"])
        if not all(_is_sound(cell) for _, cell in cells) or not isinstance(metadata.get("kapbook", {}), dict):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        reason = damage(text) or "1: not a readable notebook; restore it, then run 'make notebooks'"
        raise TextError(f"{name}:{reason}") from None
    outputs = [(number, output) for number, cell in cells for output in cell.get("outputs", ())]
    charts = [(number, output["data"][CHART]) for number, output in outputs if output.get("data", {}).get(CHART)]
    code = "\n".join(source for _, kind, source in words if kind == "code")
    return [(number, source) for number, kind, source in words if kind == "markdown"], [code, metadata, charts]


def _is_sound(cell: dict[str, Any]) -> bool:
    """Whether a cell has the parts that rules read, each of its kind (nbformat 4)."""
    if not isinstance(cell.get("cell_type"), str) or cell["cell_type"] != "code":
        return isinstance(cell.get("cell_type"), str)
    outputs = cell.get("outputs")
    return isinstance(outputs, list) and all(
        isinstance(output, dict)
        and isinstance(output.get("output_type"), str)
        and isinstance(output.get("data", {}), dict)
        for output in outputs
    )


def _parse(name: str, cells: list[tuple[int, str]], extensions: tuple[str, ...]) -> list[Any]:
    from kapbook.prose.markdown import read  # the parser is loaded only when a page has changed

    whole: list[Any] = [[], [], [], ""]
    for number, words in cells:
        try:
            content = read(words, extensions, number)
        except (IndexError, RecursionError, ValueError) as error:
            place = f"{name}#cell{number}" if number else name
            raise TextError(
                f"{place}: MyST's own parser gives up ({type(error).__name__}: {error}); undo the last change"
            ) from None
        whole = [*(old + new for old, new in zip(whole[:3], content[:3], strict=True)), whole[3] or content.front]
    return whole
