"""The claim ledger as data: verdicts in order, claims with their places, and the exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kapbook.evidence.tables import Evidence, Row
from kapbook.names import publisher

RATINGS = {
    "supported": 5,
    "partly supported": 4,
    "overstated": 3,
    "contested": 3,
    "unsupported": 2,
    "contradicted": 1,
}
"""Verdicts on facts with their rating in ClaimReview, 5 (best) to 1 (worst)."""

VERDICTS = [*RATINGS, "unverifiable", "not a factual claim"]
MEANINGS = {
    "supported": "The claim is true as worded.",
    "partly supported": "The claim is true for fewer people, or for another dose, time or result than it says.",
    "overstated": "The direction is right and the wording too strong.",
    "contested": "Studies of like quality disagree.",
    "unsupported": "We searched and found no adequate evidence. That does not show that the claim is false.",
    "contradicted": "The best evidence says otherwise.",
    "unverifiable": "The claim holds nothing that could be checked.",
    "not a factual claim": "This is an opinion, an image or advertising, so there is no fact to check.",
}
"""What each verdict means, for readers."""

LEDGER_PAGE = "chapters/reference/ledger"
CLAIM_PAGES = "claims"
"""Folder of the pages that hold one claim each."""


@dataclass(frozen=True)
class Claim:
    """One claim with every place where an article makes it."""

    row: Row
    appearances: list[Row]

    @property
    def name(self) -> str:
        return self.row["claim"]

    @property
    def anchor(self) -> str:
        return f"claim-{self.name}"

    @property
    def page(self) -> str:
        """Name of the claim's own page."""
        return f"{CLAIM_PAGES}/{self.name}"

    @property
    def articles(self) -> list[str]:
        return sorted({place["article"] for place in self.appearances})


def claims(evidence: Evidence) -> list[Claim]:
    """All claims in file order."""
    places: dict[str, list[Row]] = {}
    for row in evidence.tables["appearances"]:
        places.setdefault(row["claim"], []).append(row)
    return [Claim(row, places.get(row["claim"], [])) for row in evidence.tables["claims"]]


def parts(text: str) -> list[str]:
    """Items of a cell that joins them by ';'."""
    return [part.strip() for part in text.split(";") if part.strip()]


def count_by_verdict(rows: list[Claim]) -> dict[str, int]:
    """Number of claims for each verdict, in the order of VERDICTS."""
    counts = Counter(claim.row["verdict"] for claim in rows)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def citation(claim: Claim, package: dict) -> str:
    """Short citation of one claim's verdict."""
    version, day = package["version"], package["last_searched"]
    return f"{publisher(package)}, claim '{claim.name}': {claim.row['verdict']} (data version {version}, {day})."


def claim_review(evidence: Evidence, base: str) -> dict:
    """All judged claims as schema.org ClaimReview in JSON-LD; `base` leads to the book's first page.

    Claims that hold no fact, or nothing to check, are listed as plain Claim without a rating.
    """
    articles = {row["article"]: row for row in evidence.tables["articles"]}
    day = evidence.package["last_searched"]
    graph = []
    for claim in claims(evidence):
        item: dict[str, object] = {
            "@type": "Claim",
            "appearance": [
                {"@type": "CreativeWork", "headline": articles[place["article"]]["title"], "about": place["section"]}
                for place in claim.appearances
            ],
            "author": [
                {"@type": "Person", "name": name} for name in sorted({articles[a]["author"] for a in claim.articles})
            ],
        }
        address = f"{base}{claim.page}.html"
        if claim.row["verdict"] not in RATINGS:
            graph.append({**item, "@id": address, "text": claim.row["text"], "abstract": claim.row["verdict"]})
            continue
        graph.append(
            {
                "@type": "ClaimReview",
                "@id": address,
                "url": address,
                "claimReviewed": claim.row["text"],
                "itemReviewed": item,
                "author": {"@type": "Organization", "name": publisher(evidence.package)},
                "datePublished": day,
                "reviewBody": claim.row["rationale"],
                "reviewRating": {
                    "@type": "Rating",
                    "ratingValue": RATINGS[claim.row["verdict"]],
                    "bestRating": 5,
                    "worstRating": 1,
                    "alternateName": claim.row["verdict"].capitalize(),
                    "ratingExplanation": f"GRADE certainty: {claim.row['certainty']}",
                },
                "citation": parts(claim.row["evidence"]),
                "creditText": citation(claim, evidence.package),
            }
        )
    return {"@context": "https://schema.org", "@graph": graph}
