"""Rows of evidence/verifications.csv from the records; rows made by hand stay until a record replaces them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from kapbook.registries import verdicts as v
from kapbook.registries.compare import Claim
from kapbook.registries.records import Record, standing

COLUMNS = ("study", "identifier", "checked_on", "checked_against", "read_through", "matched", "retraction", "note")
WORST = ("retracted", "expression of concern", "corrected", "none found", "not checked")
STANDING = {v.RETRACTED: "retracted", v.CONCERN: "expression of concern", v.CORRECTED: "corrected"}
MATCHED = {"title": "title", "year": "year", "first author": "author", "journal": "journal"}
HANDS = "written from the record of this work"


def row(claim: Claim, record: Record) -> dict[str, str] | None:
    """The row that a record gives; none while the work is not known to be this one."""
    result = standing(claim, record)
    if result.state in (v.DIFFERS, v.NOT_FOUND, v.UNREACHABLE):
        return None
    name = next(
        (n for n in ("crossref", "datacite", "pubmed", "pmc", "clinicaltrials.gov", "page") if n in record.answered), ""
    )
    if not name:
        return None
    source = record.answered[name]
    agreed = {MATCHED[x.field] for x in result.verdicts if x.field in MATCHED and x.kind != v.DIFFERS}
    looked = "none found" if record.standing_day else "not checked"
    kind = "doi" if claim.doi else "pmid" if claim.pmid else "pmcid" if claim.pmcid else "url"
    return {
        "study": claim.key,
        "identifier": f"{kind}:{getattr(claim, kind)}",
        "checked_on": source.day,
        "checked_against": source.address,
        "read_through": "",
        "matched": ";".join(name for name in ("title", "year", "author", "journal") if name in agreed),
        "retraction": STANDING.get(result.state, looked),
        "note": HANDS,
    }


def updated(text: str, rows: Iterable[dict[str, str]]) -> str:
    """The table with each row put in place of the one with the same study and identifier, or after its study.

    A row made by hand stays beside it when it tells of a notice that the record does not tell, or compared more.
    """
    reader = csv.DictReader(io.StringIO(text))
    old = list(reader)
    for new in rows:
        same = [n for n, r in enumerate(old) if r["study"] == new["study"]]
        twins = [n for n in same if old[n]["identifier"].casefold() == new["identifier"].casefold()]
        own = [n for n in twins if old[n]["note"] == HANDS]
        known_less = [n for n in twins if _says_no_more(old[n], new)]
        if own or known_less:
            old[(own or known_less)[0]] = new
        else:
            place = (
                same[-1] + 1 if same else next((n for n, r in enumerate(old) if r["study"] > new["study"]), len(old))
            )
            old.insert(place, new)
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(old)
    return out.getvalue()


def _says_no_more(old: dict[str, str], new: dict[str, str]) -> bool:
    less = set(old["matched"].split(";")) <= set(new["matched"].split(";"))
    return less and WORST.index(old["retraction"]) >= WORST.index(new["retraction"])
