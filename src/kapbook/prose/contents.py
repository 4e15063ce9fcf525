"""Read the book's table of contents, ``_toc.yml``: its pages in reading order, and every fault in it with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CONTENTS = "_toc.yml"
SUFFIXES = (".md", ".ipynb")
FORMAT = "jb-book"
LIST_OPTIONS = {"caption", "hidden", "maxdepth", "numbered", "reversed", "titlesonly", "style", "restart_numbering"}
BOOK = {"format", "root", "title", "defaults", "meta", "options", "parts", "chapters"}
PART = {*LIST_OPTIONS, "chapters"}
PAGE = {"file", "title", "options", "sections", "subtrees"}
SUBTREE = {*LIST_OPTIONS, "sections"}
LINK = {"url", "title"}
RESTORE = "restore the file from git"


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of the contents, and what to do; line and column are counted from 1."""

    line: int
    column: int
    message: str
    remedy: str

    def sentence(self) -> str:
        return f"{CONTENTS}:{self.line}:{self.column}: {self.message}; {self.remedy}"


@dataclass
class Contents:
    """The table of contents.

    Attributes
    ----------
    pages : page name (without file ending) and its line, in reading order
    faults : what would keep the book from being built, in file order
    """

    pages: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_contents(root: Path) -> Contents:
    """The contents of the book in the folder `root`, judged by the rules of sphinx-external-toc."""
    try:
        text = (root / CONTENTS).read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        return Contents(faults=[Fault(1, 1, "missing", RESTORE)])
    except UnicodeDecodeError:
        return Contents(faults=[Fault(1, 1, "not UTF-8 text", "save it as UTF-8")])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = f"not readable as YAML ({getattr(error, 'problem', None) or error})"
        return Contents(faults=[Fault(line, column, reason, "correct the line")])
    reader = _Reader(root)
    if isinstance(node, yaml.MappingNode):
        reader.book(node)
    else:
        reader.fault(node, "not a list of settings", RESTORE)
    reader.contents.faults.sort(key=lambda fault: (fault.line, fault.column))
    return reader.contents


class _Reader:
    """Walks over the nodes of the file and keeps pages and faults."""

    def __init__(self, root: Path):
        self.root = root
        self.contents = Contents()

    def fault(self, node: yaml.Node | None, message: str, remedy: str) -> None:
        mark = node.start_mark if node else None
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.contents.faults.append(Fault(*place, message, remedy))

    def book(self, node: yaml.MappingNode) -> None:
        keys = self.keys(node, BOOK, "the book")
        kind = keys.get("format")
        if kind is None or kind.value != FORMAT:
            self.fault(kind or node, f"the format is not '{FORMAT}'", f"write 'format: {FORMAT}'")
        if "root" in keys:
            self.page(keys["root"])
        else:
            self.fault(node, "no 'root'", "name the first page: 'root: index'")
        if "parts" in keys and "chapters" in keys:
            late = max(keys["parts"], keys["chapters"], key=lambda value: value.start_mark.index)
            self.fault(late, "'parts' stands beside 'chapters'", "move the chapters into a part")
        for part in self.items(keys.get("parts"), "parts"):
            self.list_of_pages(part, PART, "chapters", "a part")
        self.pages(keys.get("chapters"), "chapters")

    def list_of_pages(self, node: yaml.Node, allowed: set[str], key: str, what: str) -> None:
        """A part or a subtree: options, and pages under the key."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} is not a group of settings", f"give it a caption and '{key}:'")
            return
        keys = self.keys(node, allowed, what)
        if key not in keys:
            self.fault(node, f"{what} has no '{key}'", "add its pages or remove it")
        self.pages(keys.get(key), key)

    def pages(self, node: yaml.Node | None, key: str) -> None:
        for item in self.items(node, key):
            if not isinstance(item, yaml.MappingNode):
                self.fault(item, f"an entry of '{key}' is not 'file: …'", "write '- file: chapters/…'")
                continue
            names = {str(name.value) for name, _ in item.value}
            if "url" in names and "file" not in names:
                self.keys(item, LINK, "a link")
                continue
            keys = self.keys(item, PAGE, "a page")
            if "file" in keys:
                self.page(keys["file"])
            elif "glob" not in names:
                self.fault(item, "a page has no 'file'", "write '- file: chapters/…'")
            if "sections" in keys and "subtrees" in keys:
                self.fault(keys["subtrees"], "'subtrees' stands beside 'sections'", "keep one of the two")
            self.pages(keys.get("sections"), "sections")
            for subtree in self.items(keys.get("subtrees"), "subtrees"):
                self.list_of_pages(subtree, SUBTREE, "sections", "a subtree")

    def page(self, node: yaml.Node) -> None:
        if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
            self.fault(node, "this is no page name", "write the path of a page without its ending")
            return
        name = next((node.value.removesuffix(end) for end in SUFFIXES if node.value.endswith(end)), node.value)
        if not any((self.root / f"{name}{suffix}").is_file() for suffix in SUFFIXES):
            files = " or ".join(f"'{name}{suffix}'" for suffix in SUFFIXES)
            self.fault(node, f"no file {files}", "add the page or remove the line")
        if name in self.contents.pages:
            line = self.contents.pages[name]
            self.fault(node, f"the page '{name}' stands in line {line} already", "remove one of the two")
        self.contents.pages.setdefault(name, node.start_mark.line + 1)

    def items(self, node: yaml.Node | None, key: str) -> Iterator[yaml.Node]:
        """Entries of a list that may be absent, but neither empty nor something else."""
        if isinstance(node, yaml.SequenceNode) and node.value:
            yield from node.value
        elif node is not None:
            self.fault(node, f"'{key}' is not a list of entries", "add entries that begin with '- ', or remove the key")

    def keys(self, node: yaml.MappingNode, allowed: set[str], what: str) -> dict[str, yaml.Node]:
        """Settings by name; unknown and repeated ones are faults."""
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key, "the name of a setting is no word", "write 'name: value'")
                continue
            if key.value == "glob":
                self.fault(key, "'glob' leaves the order of pages open", "name each page in a line of its own")
            elif key.value not in allowed:
                self.fault(key, f"{what} has no setting '{key.value}'", f"use one of: {', '.join(sorted(allowed))}")
            elif key.value in found:
                self.fault(key, f"'{key.value}' stands twice here", "remove one of the two")
            found.setdefault(key.value, value)
        return found
