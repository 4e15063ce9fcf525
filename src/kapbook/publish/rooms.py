"""The rooms of the package and the imports between them: the rule of the floors, and the picture of it."""

from __future__ import annotations

import ast
from pathlib import Path

FLOORS = (
    ("evidence", "prose", "synthesis", "files", "fingerprints", "names", "place", "store"),
    ("charts",),
    ("checks", "new", "registries"),
    ("publish",),
    ("sphinxext", "cli"),
)
"""Ground floor first: a room may import rooms of its own floor and of those below."""

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
CLOSED = {("checks", "charts")}
"""Doors that stay shut although they lead down: the linter starts no drawing library."""

PACKAGE = "kapbook"
PAGE = """\
# Architecture

<!-- Made by `make generated` from the imports of the package; change src/kapbook/publish/rooms.py, not this page. -->

Tables in `evidence/` and text in `chapters/` are the sources; notebooks draw from the tables.
`kapbook check` judges the sources, `kapbook build` publishes them.
The package behind it is a house: a room imports rooms of its own floor and of those below, never one above.
The linter never imports the charts. A test of the gate says so.

| floor | room | holds |
|---|---|---|
| 4 | `sphinxext/`, `cli/` | roles and directives, what pages look like; the commands |
| 3 | `publish/` | build, editions, addresses, executing notebooks, generated pages |
| 2 | `checks/` | the linter, one function a rule |
| 2 | `registries/` | the verifier: clients of the registries, their frozen records, the comparison |
| 2 | `new/` | beginnings of rows, pages and whole books; the example in `skeleton/` is what a new book starts from |
| 1 | `charts/` | pictures and their words |
| 0 | `evidence/`, `prose/`, `synthesis/` | tables, ledger, works, printed numbers; documents; statistics |
| 0 | small modules | names, files, fingerprints, the place of publication |

```mermaid
PICTURE
```
"""


def imports(source: Path) -> set[tuple[str, str, str]]:
    """Imports between rooms.

    Parameters
    ----------
    source : folder of the package, ``src/kapbook``

    Returns
    -------
    Triples of the room that imports, the room that is imported, and the importing file relative to `source`.
    """
    found = set()
    for path in sorted(source.rglob("*.py")):
        own = path.relative_to(source)
        room = own.parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in _modules(node):
                parts = module.split(".")
                if parts[0] == PACKAGE and len(parts) > 1 and parts[1] != room:
                    found.add((room, parts[1], own.as_posix()))
    return found


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
        return [f"{PACKAGE}.{alias.name}" for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def breaches(found: set[tuple[str, str, str]]) -> list[str]:
    """A sentence for each import that runs up, leads through a closed door, or joins a room without a floor."""
    sentences = []
    for room, imported, path in sorted(found):
        unknown = next((name for name in (room, imported) if name not in FLOOR_OF), None)
        if unknown:
            sentences.append(f"{path}: the room '{unknown}' has no floor; give it one in FLOORS of publish/rooms.py")
        elif FLOOR_OF[imported] > FLOOR_OF[room]:
            sentences.append(f"{path}: imports '{imported}', which lies above '{room}'; move what both need down")
        elif (room, imported) in CLOSED:
            sentences.append(f"{path}: '{room}' must not import '{imported}'; pass in what it needs")
    return sentences


def picture(found: set[tuple[str, str, str]]) -> str:
    """The rooms that exist as a Mermaid diagram, top floor first, with an arrow for each pair that imports."""
    pairs = sorted({(room, imported) for room, imported, _ in found})
    rooms = {name for pair in pairs for name in pair}
    lines = ["flowchart TB"]
    for number in reversed(range(len(FLOORS))):
        here = [room for room in FLOORS[number] if room in rooms]
        lines += [f'  subgraph floor{number}["floor {number}"]', *(f"    {room}" for room in here), "  end"]
    return "\n".join([*lines, *(f"  {room} --> {imported}" for room, imported in pairs)])


def architecture_page(found: set[tuple[str, str, str]]) -> str:
    """The page of the architecture, with the picture."""
    return PAGE.replace("PICTURE", picture(found))
