"""Frozen records: one small JSON file a work with what the registries said, on which day, and a seal."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kapbook.files import write_text
from kapbook.registries import verdicts as v
from kapbook.registries.compare import Claim, compare, merged
from kapbook.registries.found import CONCERN, CORRECTION, REINSTATEMENT, RETRACTION, Found, Notice
from kapbook.registries.verdicts import Verdict

FOLDER = "evidence/records"
FOUND, MISSING, UNREACHABLE, ELSEWHERE = "found", "missing", "unreachable", "elsewhere"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
LOOKS_FOR_NOTICES = ("crossref", "pubmed", "retraction watch")
ASKED_BY = {"crossref": "doi", "datacite": "doi", "doi.org": "doi", "pubmed": "pmid", "pmc": "pmcid"}


class RecordError(ValueError):
    """A record cannot be read; the message says why."""


@dataclass(frozen=True)
class Source:
    """What one registry said.

    Attributes
    ----------
    asked : identifier or address that was asked for
    status : found, missing, unreachable, or elsewhere (another agency keeps it)
    day : day of the answer
    address : address that answered
    sha256 : fingerprint of the answer
    reason : why there is no answer
    found : the fields compared
    """

    asked: str
    status: str
    day: str
    address: str = ""
    sha256: str = ""
    reason: str = ""
    found: Found = field(default_factory=Found)


@dataclass(frozen=True)
class Record:
    """All that is known of one work or trial.

    Attributes
    ----------
    key : BibTeX key, or registration number
    sources : name of the registry to what it said
    state : state when it was last asked for
    history : changes seen between two readings: day, what, was, now
    """

    key: str
    sources: dict[str, Source] = field(default_factory=dict)
    state: str = ""
    history: list[dict[str, str]] = field(default_factory=list)

    def with_source(self, name: str, source: Source) -> Record:
        return replace(self, sources={**self.sources, name: source})

    @property
    def answered(self) -> dict[str, Source]:
        """Sources that hold fields."""
        return {name: source for name, source in self.sources.items() if source.status == FOUND}

    @property
    def remaining(self) -> list[str]:
        """Registries that gave no usable answer yet."""
        return [name for name, source in self.sources.items() if source.status == UNREACHABLE]

    @property
    def day(self) -> str:
        """Day of the oldest answer that the comparison rests on; empty without one."""
        return min((s.day for s in self.sources.values() if s.status != UNREACHABLE), default="")

    @property
    def standing_day(self) -> str:
        """Last day on which a registry that tells of notices was read; empty when none was."""
        return max((s.day for n, s in self.answered.items() if n in LOOKS_FOR_NOTICES), default="")

    @property
    def notices(self) -> list[Notice]:
        """Notices of all sources."""
        return list(dict.fromkeys(n for source in self.answered.values() for n in source.found.notices))


@dataclass(frozen=True)
class Standing:
    """State of a work against its record, the verdicts on each field, and its notices."""

    state: str
    verdicts: list[Verdict]
    notices: list[Notice]

    @property
    def differences(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.kind == v.DIFFERS]


def standing(claim: Claim, record: Record, accepted: list[dict[str, str]] | None = None) -> Standing:
    """Compare a work with its record.

    Parameters
    ----------
    accepted : differences that a person signed; they count as notes
    """
    by_source = {name: _compare(claim, name, source) for name, source in record.answered.items()}
    verdicts = [_excused(verdict, claim.key, accepted or []) for verdict in merged(by_source)]
    missing = any(source.status == MISSING for source in record.sources.values())
    compared = any(verdict.field == "title" for verdict in verdicts)
    kinds = notice_kinds(record.notices)
    if RETRACTION in kinds:
        state = v.RETRACTED
    elif CONCERN in kinds:
        state = v.CONCERN
    elif any(verdict.kind == v.DIFFERS for verdict in verdicts):
        state = v.DIFFERS
    elif missing:
        state = v.NOT_FOUND
    elif not compared:
        state = v.UNREACHABLE
    else:
        state = v.CORRECTED if CORRECTION in kinds else v.VERIFIED
    return Standing(state, verdicts, record.notices)


def _compare(claim: Claim, name: str, source: Source) -> list[Verdict]:
    """Verdicts on one source; a registry that names another DOI than the one it was asked for knows an alias."""
    own = ASKED_BY.get(name, "")
    verdicts = compare(claim, source.found)
    same = any(verdict.field == "title" and verdict.kind != v.DIFFERS for verdict in verdicts)
    return [
        replace(verdict, kind=v.NOTE, words="the registry knows it under another number too")
        if verdict.field == own and verdict.kind == v.DIFFERS and same
        else verdict
        for verdict in verdicts
    ]


def _excused(verdict: Verdict, key: str, accepted: list[dict[str, str]]) -> Verdict:
    for item in accepted:
        if (item.get("key"), item.get("field"), item.get("theirs")) == (key, verdict.field, verdict.theirs):
            return replace(verdict, kind=v.NOTE, words=f"accepted: {item.get('reason', '')}")
    return verdict


def notice_kinds(notices: list[Notice]) -> set[str]:
    """Kinds that stand; a retraction that was taken back later leaves a concern, which a person weighs."""
    kinds = {notice.kind for notice in notices}
    if REINSTATEMENT in kinds and RETRACTION in kinds:
        last = max(n.day for n in notices if n.kind == REINSTATEMENT)
        if last and all(n.day and n.day <= last for n in notices if n.kind == RETRACTION):
            kinds = (kinds - {RETRACTION}) | {CONCERN}
    return kinds - {REINSTATEMENT}


def as_json(record: Record) -> str:
    """Text of the file, with its seal."""
    plain: dict[str, Any] = {"key": record.key, "state": record.state}
    plain["sources"] = {
        name: {n: value for n, value in {**vars(s), "found": s.found.as_plain()}.items() if value}
        for name, s in sorted(record.sources.items())
    }
    if record.history:
        plain["history"] = record.history
    return json.dumps({**plain, "seal": seal(plain)}, ensure_ascii=False, indent=1) + "\n"


def seal(plain: dict[str, Any]) -> str:
    """Fingerprint over all other fields: a record that was changed by hand does not fit its own."""
    body = {name: value for name, value in plain.items() if name != "seal"}
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def from_json(text: str) -> Record:
    """The record in a file (RecordError)."""
    try:
        plain = json.loads(text)
        if plain["seal"] != seal(plain):
            raise RecordError("it was changed by hand: the seal does not fit")
        sources = {
            name: Source(**{**source, "found": Found.from_plain(source.get("found", {}))})
            for name, source in plain["sources"].items()
        }
        return Record(str(plain["key"]), sources, plain["state"], plain.get("history", []))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError(f"it is no record ({type(error).__name__}: {error})") from None


class Records:
    """The folder of records of a checkout."""

    def __init__(self, root: Path):
        self.folder = root / FOLDER

    def path(self, key: str) -> Path:
        """File of one record (RecordError when the key cannot name a file)."""
        if not NAME.fullmatch(key):
            raise RecordError(f"'{key}' cannot name a file; use letters and digits")
        return self.folder / f"{key}.json"

    def read(self, key: str) -> Record:
        """The record of a key; an empty one where there is none or it is damaged (then all is asked anew)."""
        try:
            return from_json(self.path(key).read_text(encoding="utf-8"))
        except (OSError, RecordError, UnicodeDecodeError):
            return Record(key)

    def write(self, record: Record) -> None:
        """Store a record whole (StorageError)."""
        path = self.path(record.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, as_json(record))

    def files(self) -> Iterator[Path]:
        """All files of records, in name order."""
        return iter(sorted(self.folder.glob("*.json")))
