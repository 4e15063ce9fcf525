"""The directive {ledger}: every claim as a line that leads to its page, by chapter, each with a permanent anchor."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from kapbook.evidence.ledger import Claim, parts
from kapbook.sphinxext.claims import LedgerDirective, badge, slug
from kapbook.sphinxext.reads import title_of

PARTS = ("orientation", "mechanism", "sessions", "conditions", "safety")
"""Parts of the book in reading order."""


class LedgerList(LedgerDirective):
    """``{ledger}``: the claims under the titles of the chapters that discuss them."""

    def run(self) -> list[nodes.Node]:
        by_chapter: dict[str, list[Claim]] = {}
        for claim in self.all_claims():
            by_chapter.setdefault(claim.row["chapter"], []).append(claim)
        return [self._group(chapter, by_chapter[chapter]) for chapter in sorted(by_chapter, key=_place)]

    def _group(self, chapter: str, claims: list[Claim]) -> nodes.section:
        name = f"about-{chapter.rsplit('/', 1)[-1]}"
        section = nodes.section("", nodes.title("", title_of(self.env, chapter)), ids=[name], names=[name])
        section += nodes.bullet_list("", *(self._item(claim) for claim in claims), classes=["claims-list"])
        return section

    def _item(self, claim: Claim) -> nodes.list_item:
        row = claim.row
        self.label(claim.anchor)
        classes = [f"verdict-is-{slug(row['verdict'])}", f"kind-is-{row['kind']}"]
        line = nodes.paragraph("", "", badge(row["verdict"]), nodes.Text(" "), self.claim_link(claim, row["text"]))
        item = nodes.list_item(
            "", line, ids=[claim.anchor], classes=[*classes, *(f"article-is-{a}" for a in claim.articles)]
        )
        if self.env.app.builder.name != "html":  # editions without a page for each claim tell it here
            item += self._told(claim)
        return item

    def _told(self, claim: Claim) -> list[nodes.Node]:
        row = claim.row
        told = [nodes.paragraph("", row["rationale"])]
        line = self.evidence_line(claim)
        if line:
            told.append(nodes.paragraph("", "", *line, classes=["claim-evidence"]))
        if row["searched"]:
            told.append(nodes.paragraph("", f"Searched: {row['searched']}", classes=["claim-evidence"]))
        where = ", ".join(f"{article} ({sections(claim, article)})" for article in claim.articles)
        told.append(nodes.paragraph("", f"Certainty: {row['certainty']}. Article {where}.", classes=["claim-evidence"]))
        return told


def sections(claim: Claim, article: str) -> str:
    """Headings under which the article makes the claim, each once."""
    return "; ".join(dict.fromkeys(p["section"] for p in claim.appearances if p["article"] == article))


def _place(chapter: str) -> tuple[int, str]:
    folder = next(iter(parts(chapter.replace("/", ";"))[1:2]), "")
    return (PARTS.index(folder) if folder in PARTS else len(PARTS), chapter)


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("ledger", LedgerList)
