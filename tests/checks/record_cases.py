"""Harms to records of the small project, one rule at a time; the registries' answers are invented."""

import json
from collections.abc import Callable
from datetime import date, timedelta

from kapbook.evidence.works import read_library
from kapbook.registries.found import Found, Notice
from kapbook.registries.ours import claim_of
from kapbook.registries.records import FOUND, MISSING, Record, Records, Source
from tests.mini import Mini

TODAY = date.today().isoformat()
LONG_AGO = (date.today() - timedelta(days=400)).isoformat()
LATELY = (date.today() - timedelta(days=40)).isoformat()
NOTICE = Notice("retraction", "10.1000/n", "2025-01-02", "crossref (publisher)")
CONCERN = Notice("expression of concern", "10.1000/n", "2025-01-02", "crossref (publisher)")
CORRECTION = Notice("correction", "10.1000/n", "2025-01-02", "crossref (publisher)")


def put(
    mini: Mini, key: str = "lee2020", day: str = TODAY, asked: str = "", status: str = FOUND, **changes: object
) -> None:
    """A record of a work that says what its entry says, but for the changes."""
    claim = claim_of(read_library(mini.root / "references.bib").works[key])
    fields: dict = {
        "titles": [claim.title],
        "authors": [list(person) for person in claim.authors],
        "years": {"print": claim.year},
        "journals": [claim.journal],
        "pages": [claim.pages] if claim.pages else [],
        "doi": claim.doi,
    }
    found = Found(**{**fields, **changes})
    source = Source(asked or claim.doi, status, day, "https://api.crossref.org/works/x", "0" * 64, "", found)
    Records(mini.root).write(Record(key, {"crossref": source}, "verified"))


def settings(mini: Mini, **values: object) -> None:
    (mini.root / "evidence/verifier.json").write_text(json.dumps(values), encoding="utf-8")


def changed_by_hand(mini: Mini) -> None:
    put(mini)
    path = Records(mini.root).path("lee2020")
    path.write_text(path.read_text(encoding="utf-8").replace("2020", "2021"), encoding="utf-8")


def of_nobody(mini: Mini) -> None:
    put(mini)
    path = Records(mini.root).path("lee2020")
    record = Records(mini.root).read("lee2020")
    path.unlink()
    Records(mini.root).write(Record("nobody", record.sources, "verified"))


def released_and_old(mini: Mini) -> None:
    put(mini, day=LATELY)
    settings(mini, released_on="2026-01-01")


RECORD_FAULTS: list[tuple[str, Callable[[Mini], None], str]] = [
    (
        "C141",
        lambda m: put(m, titles=["Ketamine against saline for anxiety"]),
        "has 'depression' where the registry has",
    ),
    ("C141", lambda m: put(m, authors=[["Qvist", "Nils"]]), "another first author"),
    ("C141", lambda m: put(m, journals=["Archives of Orchards"]), "another journal"),
    ("C141", lambda m: put(m, years={"print": "2018"}), "another year"),
    ("C141", lambda m: put(m, pages=["10-91"]), "other pages"),
    ("C142", lambda m: put(m, status=MISSING), "not found: crossref for 10.1000/lee.2020"),
    ("C143", lambda m: put(m, notices=[NOTICE]), "retraction 10.1000/n 2025-01-02 (crossref (publisher))"),
    ("C144", lambda m: put(m, notices=[CONCERN]), "expression of concern 10.1000/n"),
    ("C145", lambda m: settings(m, records_required_from="2026-01-01"), "no registry has answered"),
    ("C146", lambda m: put(m, day=LONG_AGO), "last compared with a registry on"),
    ("C146", lambda m: put(m, day="2099-01-01"), "dated in the future"),
    ("C146", released_and_old, "last looked at for notices on"),
    ("C147", changed_by_hand, "the seal does not fit"),
    ("C147", of_nobody, "no work or trial is called 'nobody'"),
    ("C147", lambda m: put(m, asked="10.1000/before"), "its record is of 10.1000/before"),
    ("C147", lambda m: settings(m, oldest=3), "'oldest' is not known"),
    ("C147", lambda m: (m.root / "evidence/verifier.json").write_text("{"), "not readable as JSON"),
    ("C148", lambda m: put(m, day="2026-10-01", notices=[CORRECTION]), "its record has: correction"),
]
