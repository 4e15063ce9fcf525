"""The claims without their verdicts, in sheets for the groups of a class."""

from __future__ import annotations

import csv
import io

from kapbook.evidence.ledger import Claim, claims
from kapbook.evidence.tables import Evidence

SHEET = 12
"""Claims on a sheet: as many as a group can talk through in one lesson."""

COLUMNS = ("sheet", "number", "claim", "text", "articles", "your verdict", "your certainty", "your reason")


def sheets(evidence: Evidence) -> list[list[Claim]]:
    """Every claim once, dealt out to sheets in turn, so that neighbours of the table stand on different sheets."""
    every = claims(evidence)
    count = -(-len(every) // SHEET)
    return [every[number::count] for number in range(count)]


def class_set(evidence: Evidence) -> str:
    """The sheets as CSV text, with empty cells for what the class decides."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for sheet, own in enumerate(sheets(evidence), 1):
        for number, claim in enumerate(own, 1):
            writer.writerow([sheet, number, claim.name, claim.row["text"], "; ".join(claim.articles), "", "", ""])
    return target.getvalue()
