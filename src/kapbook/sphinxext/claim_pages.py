"""A page for each claim: light, permanent, the verdict first; written when all other pages are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kapbook.evidence.ledger import CLAIM_PAGES, MEANINGS, Claim, citation, claim_review, claims, parts
from kapbook.evidence.questions import Question, questions
from kapbook.evidence.references import address_of_doi, as_printed, label
from kapbook.evidence.words import read_words
from kapbook.fingerprints import digest
from kapbook.sphinxext.again import own, shared
from kapbook.sphinxext.answers import FORM
from kapbook.sphinxext.claims import slug
from kapbook.sphinxext.evidence_pages import sentence
from kapbook.sphinxext.head import LENGTH, SOCIAL, structured
from kapbook.sphinxext.ledger import sections
from kapbook.sphinxext.publishing import here
from kapbook.sphinxext.tables import evidence

UP = "../"
MARK = "claims.made"
METHODS = "chapters/reference/methods"
CERTAINTY = {
    "high": "Further research is unlikely to change this.",
    "moderate": "Further research may change this.",
    "low": "Further research is likely to change this.",
    "very low": "Nobody can rely on this yet.",
}


class Pages:
    """What all claims' pages need, looked up once."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.tables = app, evidence(app).plain
        self.base, self.about = here().url, read_words(Path(app.srcdir)).get("about", {})
        self.works = {cited.key: cited for cited in app.env.get_domain("cite").citations}  # type: ignore[attr-defined]
        self.labels = app.env.get_domain("std").anonlabels  # type: ignore[attr-defined]
        self.articles = {row["article"]: row for row in self.tables.tables["articles"]}
        self.asked = {question.name: question for question in questions(self.tables)}
        reviews = claim_review(self.tables, self.base or UP)["@graph"]
        self.reviews = dict(zip((claim.name for claim in claims(self.tables)), reviews, strict=True))
        package = self.tables.package
        self.version, self.day = package["version"], package["last_searched"]

    def context(self, claim: Claim) -> dict[str, Any]:
        """Everything that the template prints of one claim."""
        row, verdict = claim.row, claim.row["verdict"]
        words = describe(claim)
        review = {"@context": "https://schema.org", **self.reviews[claim.name]}
        return {
            "claim": claim,
            "row": row,
            "slug": slug(verdict),
            "verdict": verdict.capitalize(),
            "meaning": MEANINGS[verdict],
            "certainty": FORM.get(row["certainty"], "Very low certainty"),
            "certainty_slug": slug(row["certainty"]),
            "certainty_meaning": CERTAINTY.get(row["certainty"], ""),
            "about": self.about.get(row["about"], {}).get("means", row["about"]),
            "places": [(self.articles[a]["title"], sections(claim, a)) for a in claim.articles],
            "questions": [self._question(name) for name in parts(row["questions"]) if name in self.asked],
            "works": [self._work(key) for key in parts(row["evidence"]) if key in self.works],
            "rows": [self._row(name) for name in parts(row["findings"]) if self.tables.has(name)],
            "chapter": self._page(row["chapter"], f"discussed-{claim.name}"),
            "chapter_title": self._title(row["chapter"]),
            "ledger": self._page("", claim.anchor),
            "methods": f"{UP}{METHODS}.html" if METHODS in self.app.env.found_docs else "",
            "cite": citation(claim, self.tables.package),
            "description": words,
            "structured": structured(self.app, claim.page, row["text"], words),
            "review": json.dumps(review, ensure_ascii=False).replace("</", "<\\/"),
            "canonical": f"{self.base}{claim.page}.html" if self.base else "",
            "social": f"{self.base}{SOCIAL}" if self.base else "",
            "project": self.app.config.project,
            "foot": self.app.config.book_foot,
            "version": self.version,
            "day": self.day,
            "up": UP,
        }

    def _title(self, docname: str) -> str:
        titles = self.app.env.titles
        return titles[docname].astext() if docname in titles else docname

    def _page(self, docname: str, anchor: str) -> str:
        """Address of an anchor, else of the page; empty when the book at hand has neither."""
        found, own = self.labels.get(anchor, (docname, ""))
        known = found in self.app.env.found_docs
        return (f"{UP}{found}.html" + (f"#{own}" if own else "")) if known else ""

    def _question(self, name: str) -> dict[str, str]:
        question: Question = self.asked[name]
        row = question.row
        return {
            "asks": row["asks"],
            "answer": row["answer"],
            "certainty": FORM.get(row["certainty"], "Very low certainty" if row["certainty"] == "very low" else ""),
            "slug": slug(row["certainty"]),
            "link": self._page(row["page"], f"question-{name}"),
        }

    def _work(self, key: str) -> dict[str, str]:
        cited = self.works[key]
        fields, doi = cited.entry.fields, cited.entry.fields.get("doi", "")
        return {
            "label": label(cited.entry),
            "title": as_printed("title", fields.get("title", "")),
            "link": f"{UP}{cited.bibliography_key.docname}.html#{cited.citation_id}",
            "doi": address_of_doi(doi) if doi else "",
            "doi_words": f"doi:{doi}" if doi else "",
        }

    def _row(self, name: str) -> dict[str, str]:
        row = self.tables.row(name)
        study = self.tables.study(row.study)
        words = "".join(node.astext() for node in sentence(row)).strip()
        return {
            "link": self._page("", name),
            "name": f"{study['first_author']} {study['year']}",
            "words": words,
            "locator": row["locator"],
        }


def describe(claim: Claim) -> str:
    """The claim's line for search engines, at most 200 characters."""
    row = claim.row
    text = f"{row['verdict'].capitalize()}: “{row['text'].rstrip('.')}.” {row['rationale']}"
    return text if len(text) <= LENGTH else text[: text.rfind(" ", 0, LENGTH - 1)] + "…"


def write_pages(app: Sphinx, exception: Exception | None) -> None:
    """Write every claim's page unless all that they show is as it was, and tell the sitemap of them."""
    if exception or app.builder.name != "html":
        return
    every = claims(evidence(app).plain)
    for claim in every:
        if hasattr(app, "sitemap_links"):
            app.sitemap_links.put((f"{claim.page}.html", None))
    mark, now = Path(app.doctreedir, MARK), _made_of(app)
    if mark.is_file() and mark.read_text(encoding="utf-8") == now:
        return
    folder = Path(app.outdir, CLAIM_PAGES)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pages, template = Pages(app), app.builder.templates.environment.get_template("claim.html")  # type: ignore[attr-defined]
    for claim in every:
        (folder / f"{claim.name}.html").write_text(template.render(pages.context(claim)), encoding="utf-8")
    mark.write_text(now, encoding="utf-8")


def _made_of(app: Sphinx) -> str:
    """Fingerprint of tables, references, places of pages and places of works; all else builds the book from nothing."""
    return digest(Path(app.srcdir), ("evidence/*", "references.bib"), f"{shared(app.env)} {sorted(own(app).items())}")


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts; other handlers of the finished build look at the pages."""
    app.connect("build-finished", write_pages, priority=400)
