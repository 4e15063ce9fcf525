"""Family C, third part: the bibliography against the frozen records of what the registries said; no network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence.works import Work
from kapbook.registries.ours import claim_of
from kapbook.registries.records import FOLDER, FOUND, Record, RecordError, Records, from_json, notice_kinds, standing
from kapbook.registries.settings import FILE, Settings, SettingsError, read_settings
from kapbook.store import Store, code_digest

BIB = "references.bib"
CODE = ("src/kapbook/registries/*.py", "src/kapbook/checks/records.py", "requirements.lock")
LOOK = "look at both, correct the one that is wrong, and run 'kapbook verify {key}'; a registry's own fault is signed"
ASK = "run 'kapbook verify {key}' on a machine with a network"
Judged = dict[str, Any]


def _settings(project: Project) -> Settings:
    if "verifier" not in project.memory:
        try:
            project.memory["verifier"] = read_settings(project.root)
        except SettingsError as error:
            project.memory["verifier"], project.memory["verifier fault"] = Settings(), str(error)
    return project.memory["verifier"]


def judged(project: Project) -> dict[str, Judged]:
    """Key to what its record says against the bibliography, as plain data; damaged records carry their fault.

    A record is compared again only when it, the entry or the code has changed.
    """
    if "records" in project.memory:
        return project.memory["records"]
    settings = _settings(project)
    folder = Records(project.root)
    found: dict[str, Judged] = {}
    if folder.folder.is_dir():
        signed = hashlib.sha256(repr(settings.accepted).encode()).hexdigest()
        store = Store(project.root, "records", f"{code_digest(CODE)} {signed}")
        for path in folder.files():
            work = project.library.works.get(path.stem)
            content = path.read_bytes()
            digest = hashlib.sha256(content + repr(work and (work.fields, work.people)).encode()).hexdigest()
            known = store.get(path.stem, digest)
            found[path.stem] = known or store.put(path.stem, digest, _judge(content, path.stem, work, settings))
        store.save()
    project.memory["records"] = found
    return found


def _judge(content: bytes, key: str, work: Work | None, settings: Settings) -> Judged:
    try:
        record = from_json(content.decode("utf-8"))
        if record.key != key:
            raise RecordError(f"it is the record of '{record.key}'")
    except (RecordError, UnicodeDecodeError) as error:
        return {"fault": str(error)}
    plain: Judged = {
        "day": record.day,
        "looked": record.standing_day,
        "kinds": sorted(notice_kinds(record.notices)),
        "notices": [" ".join(filter(None, (n.kind, n.by, n.day, f"({n.source})"))) for n in record.notices],
        "missing": [f"{name} for {s.asked}" for name, s in record.sources.items() if s.status == "missing"],
        "state": record.state,
        "trial": work is None,
    }
    if work is not None:
        claim = claim_of(work)
        result = standing(claim, record, settings.accepted)
        plain["state"] = result.state
        plain["differs"] = [[d.field, d.sentence()] for d in result.differences]
        plain["other"] = _other_identifier(record, claim.doi, claim.pmid, claim.pmcid)
    return plain


def _other_identifier(record: Record, *own: str) -> str:
    """An identifier that was asked for and is no longer ours: the record is of another state of the entry."""
    names = ("crossref", "datacite", "pubmed", "pmc")
    asked = [s.asked for name, s in record.sources.items() if name in names and s.status == FOUND]
    return next((number for number in asked if number.casefold() not in {o.casefold() for o in own}), "")


def _works(project: Project) -> Iterator[tuple[Work, Judged]]:
    """Works that have a record, with what it says."""
    for key, record in judged(project).items():
        work = project.library.works.get(key)
        if work is not None and "fault" not in record:
            yield work, record


def _at(work: Work, code: str, message: str, remedy: str, field: str = "") -> Finding:
    line, column = work.at(field) if field else (work.line, 1)
    return Finding(BIB, line, column, code, f"{work.key}: {message}", remedy.format(key=work.key))


@rule("C141", "record-differs")
def record_differs(project: Project) -> Iterator[Finding]:
    """What a registry holds under the identifier is not the paper that references.bib prints.

    Compared are title, authors, journal, year, volume, issue, pages and identifiers, with case, accents, markup,
    subtitles, initials, abbreviations, transliteration and the year online set aside.
    Where one registry differs and another agrees, nothing is reported. A registry's own fault is signed under
    'accepted' in evidence/verifier.json: key, field, theirs, reason, who, on.
    """
    for work, record in _works(project):
        for name, sentence in record["differs"]:
            yield _at(work, "C141", sentence, LOOK, {"first author": "author", "authors": "author"}.get(name, name))


@rule("C142", "record-not-found")
def record_not_found(project: Project) -> Iterator[Finding]:
    """A registry was asked for the identifier or address of a work and has no such thing."""
    for work, record in _works(project):
        for said in record["missing"]:
            yield _at(work, "C142", f"not found: {said}", "copy the identifier again from the work; then " + ASK)


@rule("C143", "record-retracted")
def record_retracted(project: Project) -> Iterator[Finding]:
    """A registry says that a work is retracted, withdrawn or removed, and the note of its study row does not say so.

    The build stays red until a person decides: out with it, or cited only to say that it is retracted.
    """
    yield from _unsaid(project, "C143", "retraction", "retract", "remove it, or say so in the note of its study row")


@rule("C144", "record-concern")
def record_concern(project: Project) -> Iterator[Finding]:
    """The journal printed an expression of concern, and the note of the study row does not say so."""
    yield from _unsaid(project, "C144", "expression of concern", "concern", "say so in the note of its study row")


def _unsaid(project: Project, code: str, kind: str, word: str, remedy: str) -> Iterator[Finding]:
    notes = {row.study: row["note"].lower() for row in project.evidence.tables["studies"]}
    for work, record in _works(project):
        if kind in record["kinds"] and word not in notes.get(work.key, ""):
            told = next((said for said in record["notices"] if said.startswith(kind)), kind)
            yield _at(work, code, told, remedy)


@rule("C145", "record-missing")
def record_missing(project: Project) -> Iterator[Finding]:
    """From the day 'records_required_from' of evidence/verifier.json on, each work with an identifier needs a record.

    While that day is empty or to come, a work without a record rests on its rows of verifications.csv, as rule C113
    asks. A record in which no registry answered counts as none. The articles that the book checks need none.
    """
    start = _settings(project).records_required_from
    if not start or date.today() < date.fromisoformat(start):
        return
    articles = {row["article_key"] for row in project.evidence.tables["articles"]}
    records = judged(project)
    for work in project.library.works.values():
        asked = any(work.field(name) for name in ("doi", "pmid", "pmcid", "url"))
        if asked and work.key not in articles and records.get(work.key, {}).get("day", "") == "":
            yield _at(work, "C145", "no registry has answered for this work", ASK)


@rule("C146", "record-too-old")
def record_too_old(project: Project) -> Iterator[Finding]:
    """A record is older than evidence/verifier.json allows, or is dated in the future.

    The comparison may be a year old. The look for notices may be 30 days old once the book is released; before
    'released_on' the page on references and their standing says how old it is, and nothing fails.
    """
    settings, today = _settings(project), date.today()
    released = bool(settings.released_on) and date.fromisoformat(settings.released_on) <= today
    for work, record in _works(project):
        if record["day"] and _age(record["day"], today) > settings.oldest_record_days:
            yield _at(work, "C146", f"last compared with a registry on {record['day']}", ASK)
        elif record["day"] > (today + timedelta(days=1)).isoformat():
            yield _at(work, "C146", f"the record is dated in the future: {record['day']}", ASK)
        elif released and record["looked"] and _age(record["looked"], today) > settings.oldest_standing_days:
            yield _at(work, "C146", f"last looked at for notices on {record['looked']}", ASK)


@lru_cache(maxsize=1024)
def _age(day: str, today: date) -> int:
    return (today - date.fromisoformat(day)).days


@rule("C147", "record-unreadable")
def record_unreadable(project: Project) -> Iterator[Finding]:
    """A record is damaged, was changed by hand, or belongs to no work; or evidence/verifier.json cannot be read.

    Records are written by 'kapbook verify' alone: each carries a seal over its own content. A record of another
    identifier than the entry has now is a record of another paper.
    """
    _settings(project)
    if "verifier fault" in project.memory:
        message, _, remedy = project.memory["verifier fault"].removeprefix(f"{FILE}: ").partition("; ")
        yield Finding(FILE, 1, 1, "C147", message, remedy)
    trials = {row["trial"] for row in project.evidence.tables["trials"]}
    for key, record in judged(project).items():
        path, work = f"{FOLDER}/{key}.json", project.library.works.get(key)
        if "fault" in record:
            yield Finding(path, 1, 1, "C147", record["fault"], f"remove the file and {ASK.format(key=key)}")
        elif work is None and key not in trials:
            yield Finding(path, 1, 1, "C147", f"no work or trial is called '{key}'", "remove the file")
        elif work is not None and record["other"]:
            yield _at(work, "C147", f"its record is of {record['other']}, which is not its identifier now", ASK)


@rule("C148", "record-and-table-differ")
def record_and_table_differ(project: Project) -> Iterator[Finding]:
    """A row of verifications.csv says "none found" on the day of the record or later; the record tells of a notice."""
    for row in project.evidence.tables["verifications"]:
        record = judged(project).get(row.study, {})
        told = set(record.get("kinds", [])) & {"retraction", "expression of concern", "correction"}
        if told and row["retraction"] == "none found" and row["checked_on"] >= (record["looked"] or "9"):
            remedy = f"run 'kapbook verify {row.study}', which writes the row"
            yield at_row(row, "C148", f"no notice is told, but its record has: {', '.join(sorted(told))}", remedy)
