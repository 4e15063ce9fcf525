"""Directives about claims: {claim} in chapters, {article-check}, {contradictions}; and the exports."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence import Evidence, Row
from kapbook.evidence.ledger import Claim, claim_review, claims, count_by_verdict, parts
from kapbook.names import FOLDER
from kapbook.sphinxext.links import cite, link
from kapbook.sphinxext.publishing import here
from kapbook.sphinxext.tables import evidence


def slug(text: str) -> str:
    """Class name of a verdict or kind."""
    return text.replace(" ", "-")


def badge(verdict: str) -> nodes.inline:
    """The verdict as word; the style sheet adds a shape and a colour."""
    return nodes.inline("", verdict.capitalize(), classes=["verdict", f"verdict-{slug(verdict)}"])


class LedgerDirective(SphinxDirective):
    """Base of the ledger's directives."""

    def all_claims(self) -> list[Claim]:
        return claims(evidence(self.env.app))

    def find(self, name: str) -> Claim:
        for claim in self.all_claims():
            if claim.name == name:
                return claim
        raise ExtensionError(
            f"{self.env.docname}, line {self.lineno}: no claim has the id '{name}'; see evidence/claims.csv"
        )

    def link(self, label: str, text: str) -> nodes.Node:
        return link(label, text, self.env.docname)

    def label(self, name: str) -> None:
        self.env.get_domain("std").anonlabels[name] = (self.env.docname, name)  # type: ignore[attr-defined]

    def claim_link(self, claim: Claim, text: str) -> nodes.Node:
        """Link to the claim's own page; editions without such pages lead to the ledger."""
        if self.env.app.builder.name != "html":
            return self.link(claim.anchor, text)
        uri = "../" * self.env.docname.count("/") + f"{claim.page}.html"
        return nodes.reference("", text, refuri=uri, internal=True)

    def evidence_line(self, claim: Claim) -> list[nodes.Node]:
        """Works and rows on which the verdict rests, as links."""
        shown: list[nodes.Node] = []
        for key in parts(claim.row["evidence"]):
            shown += [nodes.Text("; " if shown else "Evidence: "), cite(key, self.env.docname)]
        rows = [(name, self.row_name(name)) for name in parts(claim.row["findings"])]
        for number, (name, words) in enumerate(rows):
            first = ". Rows: " if shown else "Rows: "
            shown += [nodes.Text("; " if number else first), self.link(name, words)]
        return [*shown, nodes.Text(". ")] if shown else []

    def row_name(self, name: str) -> str:
        """What a row is about, for a link that makes sense alone."""
        tables = evidence(self.env.app)
        return naming(tables.row(name), tables) if tables.has(name) else name


class claim_box(nodes.General, nodes.Element):
    """A claim that opens on demand; its line, a `claim_line`, is its first child."""


class claim_line(nodes.General, nodes.TextElement):
    """Verdict, claim and the first sentence of the reason, seen while the claim is closed."""


class ClaimDirective(LedgerDirective):
    """``{claim} claim-id``: verdict and claim in a line, which opens to the reason, the evidence and the ledger."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        claim = self.find(self.arguments[0])
        name = f"discussed-{claim.name}"
        self.label(name)
        first, rest = first_sentence(claim.row["rationale"])
        box = claim_box(
            "",
            ids=[name],
            label=f"Claim: {claim.row['text']}",
            classes=["claim", f"claim-{slug(claim.row['verdict'])}"],
        )
        heard = nodes.inline("", "Verdict: ", classes=["heard"])
        says = nodes.inline("", claim.row["text"], classes=["claim-says"])
        box += claim_line(
            "",
            "",
            heard,
            badge(claim.row["verdict"]),
            nodes.Text(" "),
            says,
            nodes.Text(" "),
            nodes.inline("", first, classes=["claim-why"]),
        )
        if rest:
            box += nodes.paragraph("", rest)
        count = len(claim.articles)
        who = "One article says so." if count == 1 else f"{count} articles say so."
        box += nodes.paragraph(
            "", f"Certainty of the evidence: {claim.row['certainty']}. {who}", classes=["claim-grade"]
        )
        box += nodes.paragraph(
            "",
            "",
            *self.evidence_line(claim),
            self.claim_link(claim, "This claim on its own page, with where it is made"),
            nodes.Text("."),
            classes=["claim-evidence"],
        )
        return [box]


def naming(row: Row, tables: Evidence) -> str:
    """Who found what and when: "Lee 2020, response, 24 hours"."""
    study = tables.study(row.study)
    what = next((row.get(c) for c in ("outcome", "event", "indicator", "quantity") if row.get(c)), "finding in words")
    arm = row.get("arm") or row.get("contrast")
    return ", ".join(part for part in (f"{study['first_author']} {study['year']}", what, arm) if part)


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a reason, and the rest."""
    end = re.search(r"[.!?](?=\s+[A-Z0-9])", text)
    return (text[: end.end()], text[end.end() :].strip()) if end else (text, "")


def _visit_claim(self, node: claim_box) -> None:
    self.body.append(self.starttag(node, "details", role="group", **{"aria-label": node["label"]}))


def _depart_claim(self, node: claim_box) -> None:
    self.body.append("</details>")


def _visit_line(self, node: claim_line) -> None:
    self.body.append("<summary>")


def _depart_line(self, node: claim_line) -> None:
    self.body.append("</summary>")


class ArticleCheck(LedgerDirective):
    """``{article-check} 000``: the article's sections in its own order, each claim beside its verdict."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        tables = evidence(self.env.app)
        article = self.arguments[0]
        known = {claim.name: claim for claim in self.all_claims()}
        own = [claim for claim in known.values() if article in claim.articles]
        content: list[nodes.Node] = [self._counts(own)]
        for section in tables.tables["sections"]:
            if section["article"] != article:
                continue
            here = [
                p
                for p in tables.tables["appearances"]
                if p["article"] == article and p["section"] == section["section"]
            ]
            ordered = sorted(here, key=lambda p: int(p["line"]))
            places = {p["claim"]: p for p in reversed(ordered)}  # a claim made twice in a section stands once
            if places:
                name = f"article-{article}-section-{section['order']}"
                heading = nodes.section("", nodes.title("", f"“{section['section']}”"), ids=[name], names=[name])
                heading += nodes.bullet_list(
                    "",
                    *(self._item(place, known) for place in ordered if places[place["claim"]] is place),
                    classes=["article-claims"],
                )
                content.append(heading)
        return content

    def _counts(self, own: list[Claim]) -> nodes.table:
        group = nodes.tgroup("", nodes.colspec(colwidth=3), nodes.colspec(colwidth=1), cols=2)
        group += nodes.thead("", nodes.row("", _cell(nodes.Text("Verdict")), _cell(nodes.Text("Claims"))))
        rows = [
            nodes.row("", _cell(badge(verdict)), _cell(nodes.Text(str(count))))
            for verdict, count in count_by_verdict(own).items()
        ]
        group += nodes.tbody("", *rows)
        told = "one claim" if len(own) == 1 else f"{len(own)} claims"
        title = nodes.title("", f"The {told} of this article by verdict")
        return nodes.table("", title, group, ids=["claims-by-verdict"])

    def _item(self, place: Row, known: dict[str, Claim]) -> nodes.list_item:
        claim = known[place["claim"]]
        paragraph = nodes.paragraph(
            "", "", badge(claim.row["verdict"]), nodes.Text(" "), self.claim_link(claim, claim.row["text"])
        )
        if place["wording"] != "faithful":
            paragraph += nodes.Text(f" (The article's wording is {place['wording']}.)")
        return nodes.list_item("", paragraph)


class Contradictions(LedgerDirective):
    """``{contradictions}``: where the articles contradict each other or themselves."""

    def run(self) -> list[nodes.Node]:
        items = []
        for row in evidence(self.env.app).tables["contradictions"]:
            own = nodes.bullet_list("", classes=["article-claims"])
            for claim in map(self.find, parts(row["claims"])):
                said = nodes.paragraph("", "", badge(claim.row["verdict"]), nodes.Text(" "))
                said += self.claim_link(claim, claim.row["text"])
                own += nodes.list_item("", said)
            items.append(nodes.list_item("", nodes.paragraph("", row["what"]), own))
        return [nodes.bullet_list("", *items)]


def _cell(*content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *content))


def write_exports(app: Sphinx, exception: Exception | None) -> None:
    """Put claims.json and every table beside the pages."""
    if exception or app.builder.name != "html":
        return
    tables = evidence(app)
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    base = here().url or "../"
    text = json.dumps(claim_review(tables, base), indent=1, ensure_ascii=False)
    (folder / "claims.json").write_text(text, encoding="utf-8")
    shutil.copytree(tables.root / "evidence", folder / "evidence", dirs_exist_ok=True)


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_node(claim_box, html=(_visit_claim, _depart_claim))
    app.add_node(claim_line, html=(_visit_line, _depart_line))
    app.add_directive("claim", ClaimDirective)
    app.add_directive("article-check", ArticleCheck)
    app.add_directive("contradictions", Contradictions)
    app.connect("build-finished", write_exports)
