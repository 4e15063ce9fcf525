"""Which pages must be written again, and what is kept of those that need not be.

A page that was not read again is written again when what it takes from the rest of the book has changed: names and
places of pages, headings, labels, terms and images (all pages), a work that it cites, or its other names.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from kapbook.names import FOLDER
from kapbook.sphinxext.charts import CHARTS
from kapbook.sphinxext.reads import reads_of
from kapbook.sphinxext.stored import stored_charts
from kapbook.sphinxext.synonyms import keywords

INDEX = ("_titles", "_filenames", "_all_titles", "_index_entries", "_mapping", "_title_mapping")
"""Where Sphinx's search index keeps what it was fed: by page, and by word."""
BY_WORD = ("_mapping", "_title_mapping")
KEPT = "kapbook.pickle"
Kept = dict[str, Any]
"""``shared`` and ``own`` fingerprints, the search ``index``, and ``descriptions`` and ``numbers`` of pages."""


def kept(app: Sphinx) -> Kept:
    """What the last build kept beside its doctrees; empty when there was none."""
    path = Path(app.doctreedir, KEPT)
    return pickle.loads(path.read_bytes()) if path.is_file() else {}


def shared(env: BuildEnvironment) -> str:
    """Fingerprint of what any page may take from others."""
    total = hashlib.sha256()
    facts: list[tuple[str, Any]] = [(name, str(node)) for name, node in env.titles.items()]
    facts += [(f"long {name}", str(node)) for name, node in env.longtitles.items()]
    facts += [(f"slugs {name}", meta.get("myst_slugs")) for name, meta in env.metadata.items()]
    facts += [(f"below {name}", pages) for name, pages in env.toctree_includes.items()]
    facts += [(f"numbers {name}", numbers) for name, numbers in env.toc_secnumbers.items()]
    facts += [(f"image {path}", name) for path, (_, name) in env.images.items()]
    facts += [("pages", sorted(env.found_docs))]
    for domain in env.domains.values():
        facts += [(f"{domain.name} object", item) for item in domain.get_objects()]
    standard = env.domaindata["std"]
    for part in ("labels", "anonlabels", "objects", "terms", "progoptions"):
        facts += [(f"{part} {name}", value) for name, value in standard[part].items()]
    for line in sorted(map(repr, facts)):
        total.update(f"{line}\0".encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def own(app: Sphinx) -> dict[str, str]:
    """Page name to the fingerprint of the works that it cites and of its other names."""
    domain = app.env.get_domain("cite")
    works: dict[str, str] = {}
    for cited in domain.citations:  # type: ignore[attr-defined]
        place = f"{cited.bibliography_key} {cited.citation_id} {cited.formatted_entry.label} {cited.entry!r}"
        works[cited.key] = works.get(cited.key, "") + place
    printed = {key.docname for key in domain.bibliographies}  # type: ignore[attr-defined]
    found, reads = {}, reads_of(app.env)
    for name in app.env.found_docs:
        cites = list(works) if name in printed else sorted(reads[name].works)
        facts = repr(([(key, works.get(key)) for key in cites], keywords(app, name)))
        found[name] = hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()
    return found


def to_write(app: Sphinx, before: Kept, read: set[str]) -> set[str]:
    """Pages that must be written, of which `read` were read again."""
    if before.get("shared") != shared(app.env):
        return set(app.env.found_docs)
    last = before["own"]
    return read | {name for name, facts in own(app).items() if last.get(name) != facts}


def keep(app: Sphinx, exception: Exception | None) -> None:
    """Store what the next build needs, and remove files of charts, images and downloads that are no more."""
    if exception or app.builder.name != "html":
        return
    index = app.builder.indexer  # type: ignore[attr-defined]
    found: Kept = {
        "shared": shared(app.env),
        "own": own(app),
        "index": {part: getattr(index, part) for part in INDEX},
        "descriptions": {name: app.env.metadata[name]["description"] for name in app.env.found_docs},
        "numbers": {name: app.env.metadata[name]["numbers"] for name in app.env.found_docs},
    }
    Path(app.doctreedir, KEPT).write_bytes(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    sweep(app)


def sweep(app: Sphinx) -> None:
    """Remove what pages that were read again no longer show or offer."""
    out = Path(app.outdir)
    charts = stored_charts(Path(app.srcdir, "notebooks")).values()
    wanted = {out / "_images" / name for _, name in app.env.images.values()}
    wanted |= {
        out / CHARTS / f"{chart.words['name']}.{ending}"
        for chart in charts
        if chart.docname in app.env.found_docs
        for ending in ("svg", "png", "csv")
    }
    wanted |= {out / FOLDER / name for _, name in app.env.dlfiles.values()}
    downloads = [path for path in out.glob(f"{FOLDER}/*/*") if len(path.parent.name) == 32]  # folders named by digest
    for path in [*out.glob("_images/*"), *out.glob(f"{CHARTS}/*"), *downloads]:
        if path not in wanted:
            path.unlink()
    for folder in {path.parent for path in downloads}:
        if not any(folder.iterdir()):
            folder.rmdir()


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.connect("build-finished", keep, priority=900)
