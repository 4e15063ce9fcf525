"""Where a row can be looked up: the DOI of its work, else its registry entry, else the page read; and its trial."""

from __future__ import annotations

import re

from kapbook.evidence import Evidence, Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.record import Recorded
from kapbook.evidence.references import address_of_doi

TRIALS = "chapters/reference/trials"
REGISTERED = re.compile(r"\bNCT\d{8}\b")


def source_of(tables: Recorded, row: Row) -> tuple[str, str]:
    """Name and address of the work's own page; both are empty when none is known."""
    place = _places(tables.plain).get(row.study)
    identifier = tables.tables["verifications"][place]["identifier"] if place is not None else ""
    if identifier.startswith("doi:"):
        return identifier, address_of_doi(identifier.removeprefix("doi:"))
    registered = REGISTERED.search(identifier) or REGISTERED.search(tables.study(row.study)["registration"])
    if identifier.startswith("pmcid:"):
        number = identifier.removeprefix("pmcid:")
        return f"{number} in PubMed Central", f"https://pmc.ncbi.nlm.nih.gov/articles/{number}"
    if identifier.startswith("pmid:"):
        number = identifier.removeprefix("pmid:")
        return f"PubMed {number}", f"https://pubmed.ncbi.nlm.nih.gov/{number}"
    if registered:
        return f"{registered[0]} in the registry", f"https://clinicaltrials.gov/study/{registered[0]}"
    return ("Page of the work", row["seen_at"]) if row["seen_at"] else ("", "")


def trial_of(tables: Recorded, study: str) -> str:
    """Id of the trial that a work reports; empty when it reports none, or several."""
    found = _known_of(tables.plain)[1].get(study, [])
    return tables.tables["trials"][found[0]]["trial"] if len(found) == 1 else ""


def _places(plain: Evidence) -> dict[str, int]:
    return _known_of(plain)[0]


def _known_of(plain: Evidence) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Work to the place of its check, and to the places of the trials that it reports."""
    if id(plain) not in _known:
        checks = {row.study: place for place, row in reversed(list(enumerate(plain.tables["verifications"])))}
        trials: dict[str, list[int]] = {}
        for place, row in enumerate(plain.tables.get("trials", [])):
            for work in parts(row["works"]):
                trials.setdefault(work, []).append(place)
        _known[id(plain)] = (checks, trials)
    return _known[id(plain)]


_known: dict[int, tuple[dict[str, int], dict[str, list[int]]]] = {}
