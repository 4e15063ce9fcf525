"""Why a file is no readable notebook, in words; and the seal over the outputs of one that is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MERGE = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)
RESTORE = "restore it from git"


def damage(text: str) -> str:
    """Line, reason and remedy of a notebook that cannot be read ("12: not a readable notebook (…); …"); else empty."""
    line, reason, remedy = _damage(text)
    return f"{line}: not a readable notebook ({reason}); {remedy}" if reason else ""


def _damage(text: str) -> tuple[int, str, str]:
    if not text.strip():
        return 1, "the file is empty", RESTORE
    if match := MERGE.search(text):
        return text.count("\n", 0, match.start()) + 1, "marks of a merge", "choose one side, then run 'make notebooks'"
    try:
        notebook = json.loads(text)
    except RecursionError:
        return 1, "nested too deeply", RESTORE
    except ValueError as error:
        cut = not text.rstrip().endswith("}")
        return getattr(error, "lineno", 1), "cut off at its end" if cut else f"no JSON: {error}", RESTORE
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        return 1, "no list of cells: another kind of file, or an old version", RESTORE
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str) or "source" not in cell:
            return 1, f"cell {number} has no type or no source", RESTORE
    if not isinstance(notebook.get("metadata"), dict):
        return 1, "no metadata", RESTORE
    return 1, "", ""


def seal_of_outputs(cells: Iterable[Mapping[str, Any]]) -> str:
    """Fingerprint of the outputs of all cells, however their lines are split."""
    parts = [part for cell in cells for output in cell.get("outputs", ()) for part in _parts(output)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _parts(part: Any) -> Iterator[str]:
    """Keys and values of an output in order of the keys; a list of texts counts as the text that it makes."""
    if isinstance(part, Mapping):
        for key in sorted(part):
            yield key
            yield from _parts(part[key])
    elif isinstance(part, list) and part and isinstance(part[0], str):
        yield "".join(map(str, part))
    elif isinstance(part, list):
        for one in part:
            yield from _parts(one)
    else:
        yield str(part)
