"""Family K: contents and settings are sound before the builder starts, and nothing makes a red build green."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from kapbook.checks.model import Finding, Project, rule
from kapbook.evidence.tables import EvidenceError
from kapbook.prose.promised import LIST, seal_of, split_list
from kapbook.store import Store, code_digest

CONTENTS, CONFIG = "_toc.yml", "_config.yml"
CODE = ("src/kapbook/checks/settings.py", "src/kapbook/prose/contents.py", "src/kapbook/prose/settings.py")


def _remembered(project: Project) -> dict[str, list[list[Any]]]:
    """Faults of contents and settings, worked out anew only when those files or the list of pages have changed."""
    root = project.root  # asked for by each of the rules, so that none is remembered while the files change
    if "settings" not in project.memory:
        pages = "\n".join(document.path for document in project.documents)
        texts = [_bytes(project, name) for name in (CONTENTS, CONFIG)]
        digest = hashlib.sha256(b"\0".join([*texts, pages.encode()])).hexdigest()
        store = Store(root, "settings", code_digest(CODE))
        project.memory["settings"] = store.get(CONFIG, digest) or store.put(CONFIG, digest, _faults(project))
        store.save()
    return project.memory["settings"]


def _bytes(project: Project, name: str) -> bytes:
    path = project.root / name
    return path.read_bytes() if path.is_file() else b""


def _faults(project: Project) -> dict[str, list[list[Any]]]:
    from kapbook.prose.contents import read_contents
    from kapbook.prose.settings import read_settings

    if not any((project.root / name).is_file() for name in (CONTENTS, CONFIG)):
        return {"K801": [], "K802": [], "K803": []}
    contents = read_contents(project.root)
    settings = read_settings(project.root)
    lenient = [[*fault.place, fault.message, fault.remedy] for fault in settings.lenient()]
    for pattern, line, column in settings.excluded():
        for page in contents.pages:
            names = (page, f"{page}.md", f"{page}.ipynb")
            if any(fnmatch(name, pattern) for name in names) or page.startswith(f"{pattern.rstrip('/')}/"):
                message = f"the pattern '{pattern}' excludes the page '{page}' of the contents"
                lenient.append([line, column, message, "remove the pattern"])
                break
    return {
        "K801": [[f.line, f.column, f.message, f.remedy] for f in contents.faults],
        "K802": [[*f.place, f.message, f.remedy] for f in settings.faults],
        "K803": lenient,
    }


def _told(project: Project, code: str, path: str) -> Iterator[Finding]:
    for line, column, message, remedy in _remembered(project)[code]:
        yield Finding(path, line, column, code, message, remedy)


@rule("K801", "faulty-contents")
def faulty_contents(project: Project) -> Iterator[Finding]:
    """_toc.yml cannot be built from: not YAML, an unknown setting, a page that is missing or stands twice."""
    yield from _told(project, "K801", CONTENTS)


@rule("K802", "faulty-settings")
def faulty_settings(project: Project) -> Iterator[Finding]:
    """_config.yml cannot be built from: not YAML, a setting that stands twice or is unknown, a file that is missing."""
    yield from _told(project, "K802", CONFIG)


@rule("K803", "lenient-build")
def lenient_build(project: Project) -> Iterator[Finding]:
    """A setting hides faults, or follows readers: a warning suppressed, errors of notebooks allowed, a tracker.

    Notebooks are executed once, by `make notebooks`, and compared by nbval; the builder shows what they stored and
    takes every warning for a fault. Pages of the contents are not excluded.
    """
    yield from _told(project, "K803", CONFIG)


@rule("K804", "promise-struck")
def promise_struck(project: Project) -> Iterator[Finding]:
    """An address was struck from addresses.txt, or added by hand: the list does not fit the seal in its first line.

    Every address that was ever released goes on working. `make addresses` adds those of the built book and seals the
    list.
    """
    path = project.root / LIST
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise EvidenceError(f"{LIST}: not UTF-8 text; restore it from git") from None
    seal, addresses = split_list(text)
    if seal != seal_of(addresses):
        message = f"{len(addresses)} addresses, but the first line seals another list ('{seal}')"
        yield Finding(LIST, 1, 1, "K804", message, "restore the list from git; 'make addresses' alone adds to it")
