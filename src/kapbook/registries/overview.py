"""What is known of each reference and of each trial to watch: by what it was checked, when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kapbook.evidence import Evidence, Row
from kapbook.evidence.works import Library
from kapbook.registries import verdicts as v
from kapbook.registries.ours import claim_of
from kapbook.registries.records import Records, standing
from kapbook.registries.settings import read_settings

WORST = ("retracted", "expression of concern", "corrected", "none found", "not checked")
NOTICES = WORST[:3]
BY_HAND = "a page, read by hand"
OPEN = "open licence"
FREE = "free at PubMed Central"
UNKNOWN = "not known"


@dataclass(frozen=True)
class Stand:
    """How one reference stands.

    Attributes
    ----------
    day : day of the last check; empty when there was none
    by : registry, or a page read by hand
    notice : none found, corrected, expression of concern, retracted, not checked
    told : what the registries tell of the notice
    address : page on which a notice was read by hand
    free : whether it can be read freely
    cites : watched works in its list of references
    """

    key: str
    day: str
    by: str
    notice: str
    told: str
    address: str
    free: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """A trial whose result is not reported: number, name, what it compares, address, day last read, what changed."""

    trial: str
    name: str
    arms: str
    address: str
    day: str
    status: str
    changed: str


def stands(root: Path, tables: Evidence, library: Library) -> list[Stand]:
    """All works but the articles that the book checks, in the order of the bibliography."""
    articles = {row["article_key"] for row in tables.tables["articles"]}
    rows: dict[str, list[Row]] = {}
    for row in tables.tables["verifications"]:
        rows.setdefault(row.study, []).append(row)
    records, settings = Records(root), read_settings(root)
    found = []
    for work in library.works.values():
        if work.key in articles:
            continue
        own = rows.get(work.key, [])
        record = records.read(work.key)
        free = FREE if work.field("pmcid") else UNKNOWN
        day, by = max((row["checked_on"] for row in own), default=""), BY_HAND if own else ""
        notice = min((row["retraction"] for row in own), key=WORST.index, default="not checked")
        told, told_at = "", (row["checked_against"] for row in own if row["retraction"] == notice)
        address = next(told_at, "") if notice in NOTICES else ""
        cites: tuple[str, ...] = ()
        if record.answered:
            result = standing(claim_of(work), record, settings.accepted)
            day, by = max(s.day for s in record.answered.values()), ", ".join(record.answered)
            state = {v.RETRACTED: "retracted", v.CONCERN: "expression of concern", v.CORRECTED: "corrected"}
            said = state.get(result.state, "none found" if record.standing_day else "not checked")
            if WORST.index(said) <= WORST.index(notice) or notice not in NOTICES:
                notice = said
                told = "; ".join(f"{n.kind} {n.by} {n.day}".strip() for n in result.notices) if said in NOTICES else ""
            if free == UNKNOWN and any(s.found.more.get("licence") for s in record.answered.values()):
                free = OPEN
            cites = tuple(dict.fromkeys(name for s in record.answered.values() for name in s.found.cites))
        found.append(Stand(work.key, day, by, notice, told, address, free, cites))
    return found


def to_watch(root: Path, tables: Evidence) -> list[Watched]:
    """Trials whose main outcome is not reported, in the order of the table."""
    read_on: dict[str, str] = {}
    for row in tables.tables["verifications"]:
        read_on[row.study] = max(read_on.get(row.study, ""), row["checked_on"])
    records = Records(root)
    found = []
    for row in tables.tables["trials"]:
        if row["primary_met"] != "not reported":
            continue
        record = records.read(row["trial"]) if row["trial"].isalnum() else None
        source = record.answered.get("clinicaltrials.gov") if record else None
        day = source.day if source else max((read_on.get(k.strip(), "") for k in row["works"].split(";")), default="")
        status = str(source.found.more.get("status", "")) if source else ""
        changes = record.history if record else []
        changed = "; ".join(f"{c['day']}: {c['what']} '{c['was']}' became '{c['now']}'" for c in changes)
        found.append(Watched(row["trial"], row["name"], row["arms"], row["seen_at"], day, status, changed))
    return found
