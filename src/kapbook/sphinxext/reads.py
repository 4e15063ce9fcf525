"""What each page was read from, so that it is read again when that has changed, and only then.

Sphinx decides by time stamps of files. Here a page is out of date when its text, a file that it includes or shows, a
cell of the tables that it used or a chart that it shows is another one; `_toc.yml`, settings, code and the like are
compared by who calls the builder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.bibfile import BibFile, get_mtime
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from kapbook.evidence.record import Contents, Touch, condensed
from kapbook.sphinxext.stored import pictures
from kapbook.sphinxext.tables import evidence

NEVER = 2**62
"""A time of reading that no file is younger than."""


@dataclass
class Read:
    """What one page was read from.

    Attributes
    ----------
    touches : cells of the tables
    charts : names of charts, of questions all charts of which are shown, and of pages whose title is printed
    works : keys of works that it may cite
    fingerprint : of all that, its text and its files, when it was read
    """

    touches: list[Touch] = field(default_factory=list)
    charts: list[tuple[str, str]] = field(default_factory=list)
    works: set[str] = field(default_factory=set)
    fingerprint: str = ""


def note_chart(env: BuildEnvironment, kind: str, name: str) -> None:
    """The page that is being read shows the chart `name` (kind "chart"), or all charts of a question ("question")."""
    env.temp_data.setdefault("kapbook_charts", set()).add((kind, name))


def title_of(env: BuildEnvironment, docname: str) -> str:
    """Title of a page as its text has it, for the page that is being read, which notes that it printed it."""
    env.temp_data.setdefault("kapbook_charts", set()).add(("title", docname))
    return _title(Path(env.srcdir, f"{docname}.md"))


def _title(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), path.stem)


def reads_of(env: BuildEnvironment) -> dict[str, Read]:
    """Page name to what it was read from."""
    if not hasattr(env, "kapbook_reads"):
        env.kapbook_reads = {}  # type: ignore[attr-defined]
    return env.kapbook_reads  # type: ignore[attr-defined]


def begin(app: Sphinx, docname: str, source: list[str]) -> None:
    """A page begins: nothing of the tables was read for it."""
    app.env.temp_data["kapbook_text"] = _digest(source[0])
    evidence(app).reads.clear()


def end(app: Sphinx, doctree: nodes.document) -> None:
    """A page was read: keep what it used."""
    env = app.env
    tables = evidence(app)
    read = Read(condensed(tables.reads), sorted(env.temp_data.get("kapbook_charts", ())), _works(doctree))
    text = env.temp_data.get("kapbook_text", "")
    read.fingerprint = _fingerprint(app, env.docname, read, text, Contents(tables.plain))
    reads_of(env)[env.docname] = read


def _works(doctree: nodes.document) -> set[str]:
    """Keys in citations, and targets of links that may turn out to be one."""
    found: set[str] = set()
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "cite":
            found.update(target.key for target in parse_citation_targets(node["reftarget"]))
        elif node.get("reftype") in ("myst", "any"):
            found.add(node["reftarget"])
    return found


def _fingerprint(app: Sphinx, docname: str, read: Read, text: str, contents: Contents) -> str:
    total = [text, contents.fingerprint(read.touches)]
    made = Path(app.outdir).parent
    for name in sorted(app.env.dependencies.get(docname, ())):
        path = Path(app.srcdir, name).resolve()
        if not path.is_relative_to(made):  # made from a notebook, which is named itself
            total.append(f"{name} {_digest(path.read_bytes()) if path.is_file() else 'missing'}")
    folder = Path(app.srcdir, "notebooks")
    for kind, name in read.charts:
        found = _title(Path(app.srcdir, f"{name}.md")) if kind == "title" else pictures(folder, kind, name)
        total.append(f"{kind} {name} {_digest(repr(found))}")
    return _digest("\0".join(total))


def _digest(data: str | bytes) -> str:
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()


def forget_times(app: Sphinx) -> None:
    """Have Sphinx and the bibliography compare no times: every page and file is as young as can be."""
    env = app.env
    env.all_docs = dict.fromkeys(env.all_docs, NEVER)
    data = env.get_domain("cite").data
    known = getattr(env, "kapbook_bibliographies", {})
    files = {
        path: BibFile(get_mtime(path) if known.get(str(path)) == _of(path) else -1.0, file.keys)
        for path, file in data["bibdata"].bibfiles.items()
    }
    data["bibdata"] = data["bibdata"]._replace(bibfiles=files)


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages that were read from something else than what is there now."""
    contents = Contents(evidence(app).plain)
    found = []
    for docname in env.found_docs - added:
        read = reads_of(env).get(docname)
        path = Path(env.doc2path(docname))
        text = _digest(path.read_text(encoding="utf-8-sig")) if path.is_file() else ""
        if read is None or read.fingerprint != _fingerprint(app, docname, read, text, contents):
            found.append(docname)
    return found


def note_bibliographies(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep of which bytes the bibliography was read."""
    files = env.get_domain("cite").data["bibdata"].bibfiles
    env.kapbook_bibliographies = {str(path): _of(path) for path in files}  # type: ignore[attr-defined]


def _of(path: Path) -> str:
    return _digest(path.read_bytes()) if path.is_file() else ""


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """A page is read anew, or is no more."""
    reads_of(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    reads_of(env).update({name: read for name, read in reads_of(other).items() if name in set(docnames)})


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("builder-inited", forget_times, priority=100)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("source-read", begin, priority=100)
    app.connect("doctree-read", end, priority=900)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", note_bibliographies)
