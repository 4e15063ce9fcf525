"""What the commands `kapbook verify` and `kapbook add` do, between the client and the files of a checkout."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kapbook.evidence import Evidence, load
from kapbook.evidence.works import Library, read_library
from kapbook.files import write_text
from kapbook.registries import add, retractions, table
from kapbook.registries.client import Client
from kapbook.registries.compare import Claim
from kapbook.registries.found import Notice
from kapbook.registries.manners import Clock, Manners
from kapbook.registries.ours import NCT, claims
from kapbook.registries.patch import patch
from kapbook.registries.records import Records
from kapbook.registries.released import ask_site
from kapbook.registries.report import Report
from kapbook.registries.settings import Settings, read_settings
from kapbook.registries.verify import Bases, Verifier

BIB, STUDIES, VERIFICATIONS = "references.bib", "evidence/studies.csv", "evidence/verifications.csv"


class CommandError(ValueError):
    """The command cannot be carried out as given; the message says why."""


@dataclass
class Desk:
    """A checkout with its bibliography, tables, records and settings; the registries' addresses are the real ones."""

    root: Path
    say: Callable[[str], None]
    bases: Bases = field(default_factory=Bases)
    clock: Clock | None = None
    today: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        self.settings: Settings = read_settings(self.root)
        self.records = Records(self.root)
        self.tables: Evidence = load(self.root)
        self.library: Library = read_library(self.root / BIB)

    def manners(self) -> Manners:
        """How the client behaves here (SettingsError without a contact)."""
        return Manners(self.settings.agent, self.settings.per_second, self.settings.at_once)

    def subjects(self, keys: tuple[str, ...]) -> list[Claim | str]:
        """Works and trials to ask for: those named, or all.

        Raises
        ------
        CommandError : a key is neither a work nor a registration.
        """
        works = {claim.key: claim for claim in claims(self.library)}
        trials = [row["trial"] for row in self.tables.tables["trials"] if NCT.fullmatch(row["trial"])]
        articles = {row["article_key"] for row in self.tables.tables["articles"]}
        if not keys:
            return [*(claim for key, claim in works.items() if key not in articles), *trials]
        unknown = [key for key in keys if key not in works and key not in trials]
        if unknown:
            raise CommandError(f"'{unknown[0]}' is neither a key of {BIB} nor a registration of evidence/trials.csv")
        return [works.get(key, key) for key in keys]

    def verify(self, keys: tuple[str, ...], retraction_table: str = "", minutes: float = 0) -> Report:
        """Ask for the works, keep the records, write the rows of verifications.csv that they give."""
        subjects = self.subjects(keys)
        notices = self._notices(retraction_table) if retraction_table else None

        async def run() -> Report:
            async with Client(self.manners(), self.clock) as client:
                verifier = Verifier(client, self.records, self.settings, self.say, self.bases, self.today, notices)
                return await verifier.run(subjects, seconds=60 * minutes)

        report = asyncio.run(run())
        self.write_table([subject for subject in subjects if isinstance(subject, Claim)])
        return report

    def _notices(self, place: str) -> dict[str, list[Notice]]:
        works = claims(self.library)
        numbers = {c.doi.casefold(): c.key for c in works if c.doi} | {c.pmid: c.key for c in works if c.pmid}
        return retractions.read(place, lambda number: numbers.get(number), self.settings.agent)

    def write_table(self, works: list[Claim]) -> None:
        """Put the rows that records give into verifications.csv."""
        rows = [row for claim in works if (row := table.row(claim, self.records.read(claim.key)))]
        path = self.root / VERIFICATIONS
        old = path.read_text(encoding="utf-8")
        new = table.updated(old, rows) if rows else old
        if new != old:
            write_text(path, new)

    def site(self, base: str, addresses: Iterable[str]) -> tuple[str, bool, int]:
        """Ask for the addresses of the released site: text, whether one failed, and no signal."""
        site = ask_site(self.manners(), base, addresses)
        return site.text(), bool(site.faults), 0

    def fix(self, keys: tuple[str, ...]) -> str:
        """The patch that the records suggest for the bibliography; it is printed, never applied."""
        works = [s for s in self.subjects(keys) if isinstance(s, Claim)]
        pairs = ((claim, self.records.read(claim.key)) for claim in works)
        return patch(self.library.text, pairs, self.settings.accepted)

    def add(self, number: str) -> str:
        """Write entry and study row of a new work, and verify it; its key."""

        async def look() -> add.New:
            async with Client(self.manners(), self.clock) as client:
                kind, found = await add.look_up(client, number, self.bases)
                return add.compose(number, kind, add.require(found), self.library, self.tables)

        new = asyncio.run(look())
        studies = (self.root / STUDIES).read_text(encoding="utf-8")
        write_text(self.root / BIB, add.with_entry(self.library.text, new, self.library))
        write_text(self.root / STUDIES, add.with_study(studies, new, self.tables))
        self.say(new.entry)
        self.library = read_library(self.root / BIB)
        self.say(self.verify((new.key,)).text())
        return new.key
