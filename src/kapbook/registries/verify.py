"""Ask the registries for each work, keep every answer at once, and say what each work is and what remains."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from signal import SIGINT, SIGTERM

from kapbook.registries import clinical, crossref, datacite, doi, pages, pubmed
from kapbook.registries import verdicts as v
from kapbook.registries.client import Answer, Client, Missing, Unreachable
from kapbook.registries.compare import Claim
from kapbook.registries.found import Found, Notice
from kapbook.registries.ours import registration
from kapbook.registries.records import (
    ELSEWHERE,
    FOUND,
    MISSING,
    UNREACHABLE,
    Record,
    Records,
    Source,
    Standing,
    standing,
)
from kapbook.registries.report import Report, stale, wanted, why
from kapbook.registries.settings import Settings

EVERY = 50
"""Works between two lines of progress."""
Asked = tuple[Found, Answer | None]


@dataclass(frozen=True)
class Bases:
    """Addresses of the registries; tests put a server of their own in their place."""

    crossref: str = crossref.BASE
    datacite: str = datacite.BASE
    doi: str = doi.BASE
    pubmed: str = pubmed.BASE
    trials: str = clinical.BASE


class Verifier:
    """One run over works and trials.

    Parameters
    ----------
    notices : key to notices of Retraction Watch's table; None when the table was not read
    """

    def __init__(
        self,
        client: Client,
        records: Records,
        settings: Settings,
        say: Callable[[str], None],
        bases: Bases | None = None,
        today: date | None = None,
        notices: dict[str, list[Notice]] | None = None,
    ):
        self._client, self._records, self._settings, self._say = client, records, settings, say
        self._bases = bases or Bases()
        self._today = today or date.today()
        self._notices = notices
        self._stop = asyncio.Event()
        self.report = Report()

    async def run(self, subjects: Iterable[Claim | str], workers: int = 8, seconds: float = 0) -> Report:
        """Ask for all subjects: works, or registration numbers of trials.

        A first Ctrl-C or SIGTERM lets the requests under way end and stops; what was learned is kept.

        Parameters
        ----------
        seconds : time after which nothing new is begun; 0 for no end
        """
        queue = iter(subjects)
        done = 0
        until = asyncio.get_running_loop().time() + seconds if seconds else float("inf")

        async def work() -> None:
            nonlocal done
            for subject in queue:
                if self._stop.is_set() or asyncio.get_running_loop().time() > until:
                    self.report.unasked.append(subject if isinstance(subject, str) else subject.key)
                    continue
                await self._subject(subject)
                done += 1
                if done % EVERY == 0:
                    self._say(f"{done} done, {len(self.report.remaining)} without an answer")

        async with self._signals():
            await asyncio.gather(*(work() for _ in range(workers)))
        self.report.closed = self._client.closed_hosts()
        return self.report

    @asynccontextmanager
    async def _signals(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            self.report.stopped = number
            self._stop.set()

        added = []
        for number in (SIGINT, SIGTERM):
            try:
                loop.add_signal_handler(number, stop, number)
                added.append(number)
            except (NotImplementedError, RuntimeError, ValueError):  # another system, or not the main thread
                continue
        try:
            yield
        finally:
            for number in added:
                loop.remove_signal_handler(number)

    async def _subject(self, subject: Claim | str) -> None:
        if isinstance(subject, str):
            await self._trial(subject)
            return
        old = self._records.read(subject.key)
        record = replace(old, sources={n: s for n, s in old.sources.items() if n in wanted(subject)})
        if self._notices is not None:
            record = self._with_table(record, self._notices.get(subject.key, []))
        if subject.doi:
            record = await self._by_doi(subject, record)
        if subject.pmid or subject.pmcid:
            name, number = ("pubmed", subject.pmid) if subject.pmid else ("pmc", subject.pmcid)
            ask = lambda: pubmed.work(self._client, number, self._bases.pubmed)  # noqa: E731
            record = await self._ask(record, name, number, ask)
        if nct := registration(subject):
            record = await self._ask(record, "clinicaltrials.gov", nct, lambda: self._registered(nct))
        elif not (subject.doi or subject.pmid or subject.pmcid) and subject.url:
            ask = lambda: pages.page(self._client, subject.url, subject.title)  # noqa: E731
            record = await self._ask(record, "page", subject.url, ask)
        if record.sources:
            await self._conclude(subject, old, record)

    async def _by_doi(self, claim: Claim, record: Record) -> Record:
        """Crossref first; where it does not know the DOI, doi.org says whose it is, or that there is none."""
        watched = self._settings.watched
        number = claim.doi
        record = await self._ask(
            record, "crossref", number, lambda: crossref.work(self._client, number, watched, self._bases.crossref)
        )
        if record.sources["crossref"].status not in (MISSING, ELSEWHERE):
            return record
        record = await self._ask(record, "doi.org", number, lambda: self._agency(number))
        owner = record.sources["doi.org"]
        if owner.status == FOUND and owner.found.more.get("agency") == "DataCite":
            ask = lambda: datacite.work(self._client, number, self._bases.datacite)  # noqa: E731
            record = await self._ask(record, "datacite", number, ask)
        if owner.status != MISSING:  # another agency's, or not known yet: Crossref's "no" says nothing
            said = "not one of Crossref's" if owner.status == FOUND else "Crossref has it not; doi.org did not answer"
            crossrefs = replace(record.sources["crossref"], status=ELSEWHERE, reason=said)
            if crossrefs != record.sources["crossref"]:
                record = record.with_source("crossref", crossrefs)
                self._records.write(record)
        return record

    async def _agency(self, number: str) -> Asked:
        name, answer = await doi.agency(self._client, number, self._bases.doi)
        if name == "Crossref":
            raise Unreachable("registered with Crossref, which does not show it")
        return Found(doi=number.lower(), more={"agency": name}), answer

    async def _registered(self, nct: str) -> Asked:
        return await clinical.trial(self._client, nct, self._bases.trials)

    async def _ask(self, record: Record, name: str, asked: str, ask: Callable[[], Awaitable[Asked]]) -> Record:
        """Ask one registry, unless it answered lately; the answer is on the disk before anything else happens."""
        known = record.sources.get(name)
        if known and known.asked == asked and known.status != UNREACHABLE and self._fresh(known.day):
            return record
        today = self._today.isoformat()
        try:
            found, answer = await ask()
            source = Source(
                asked, FOUND, today, answer.address if answer else "", answer.sha256 if answer else "", "", found
            )
        except Missing as fault:
            source = Source(asked, MISSING, today, reason=str(fault))
        except Unreachable as fault:
            if known and known.asked == asked and known.status != UNREACHABLE:
                source = replace(known, reason=f"not reached on {today}: {fault}")
            else:
                source = Source(asked, UNREACHABLE, today, reason=str(fault))
        record = record.with_source(name, source)
        self._records.write(record)
        return record

    def _fresh(self, day: str) -> bool:
        return date.fromisoformat(day) > self._today - timedelta(days=self._settings.again_after_days)

    def _with_table(self, record: Record, notices: list[Notice]) -> Record:
        body = json.dumps([vars(notice) for notice in notices])
        seal = hashlib.sha256(body.encode()).hexdigest()
        day = self._today.isoformat()
        return record.with_source("retraction watch", Source("table", FOUND, day, "", seal, "", Found(notices=notices)))

    async def _conclude(self, claim: Claim, old: Record, record: Record) -> None:
        """Note the state, store it, and tell of what is not simply verified."""
        result = standing(claim, record, self._settings.accepted)
        record = replace(record, state=result.state)
        if old.state and old.state not in (result.state, v.UNREACHABLE) and result.state != v.UNREACHABLE:
            change = {"day": self._today.isoformat(), "what": "state", "was": old.state, "now": result.state}
            record = replace(record, history=[*record.history, change])
        if old.state != result.state:
            self.report.changed.append(f"{claim.key}: {old.state or 'new'} → {result.state}")
        if record != old:
            self._records.write(record)
        self.report.counts[result.state] += 1
        if record.remaining or stale(record, self._today):
            self.report.remaining.append(claim.key)
        if result.state != v.VERIFIED:
            self.report.lines.append(f"{claim.key}: {result.state}{why(result, record)}")
            if result.state in (v.DIFFERS, v.NOT_FOUND) and claim.doi and record.sources != old.sources:
                await self._suggest(claim, result)

    async def _suggest(self, claim: Claim, result: Standing) -> None:
        """Name works that a search finds under our title: the DOI may be another's."""
        if result.state == v.DIFFERS and not any(d.field in ("title", "first author") for d in result.differences):
            return
        words = " ".join([claim.title, *(p.family for p in claim.authors[:2]), claim.journal, claim.year])
        try:
            found = await crossref.search(self._client, words, self._bases.crossref)
        except (Missing, Unreachable):
            return
        for work in found[:3]:
            record = Record(claim.key, {"search": Source(work.doi, FOUND, self._today.isoformat(), found=work)})
            same = standing(replace(claim, doi=""), record).state == v.VERIFIED
            title = work.titles[0] if work.titles else "no title"
            self.report.lines.append(f"  {'this one fits' if same else 'found'}: {work.doi} {title[:90]}")

    async def _trial(self, nct: str) -> None:
        """Read a registration; what changed since the last reading goes to its history."""
        old = self._records.read(nct)
        record = await self._ask(old, "clinicaltrials.gov", nct, lambda: self._registered(nct))
        source = record.sources["clinicaltrials.gov"]
        before = old.sources.get("clinicaltrials.gov")
        changes = []
        if before and before.status == FOUND and source.status == FOUND:
            for name in ("status", "primary", "results", "enrolment"):
                was, now = (str(s.found.more.get(name, "")) for s in (before, source))
                if was != now:
                    changes.append({"day": source.day, "what": name, "was": was, "now": now})
                    self.report.changed.append(f"{nct}: {name} '{was}' → '{now}'")
        state = {FOUND: v.VERIFIED, MISSING: v.NOT_FOUND}.get(source.status, v.UNREACHABLE)
        record = replace(record, state=state, history=[*record.history, *changes])
        if record != old:
            self._records.write(record)
        self.report.counts[state] += 1
        if state == v.UNREACHABLE or stale(record, self._today):
            self.report.remaining.append(nct)
        if state == v.NOT_FOUND:
            self.report.lines.append(f"{nct}: {state}")
