"""What a run of the verifier says: counts, what is not simply verified, what changed and what remains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from kapbook.registries import verdicts as v
from kapbook.registries.compare import Claim
from kapbook.registries.ours import registration
from kapbook.registries.records import FOUND, Record, Standing


@dataclass
class Report:
    """What a run found.

    Attributes
    ----------
    counts : state to number of works
    lines : a sentence for each work that is not simply verified
    changed : a sentence for each work whose state, or trial whose registration, is another than before
    remaining : keys of works for which a registry gave no answer
    unasked : keys that the run did not come to
    closed : host to the reason why it was left alone
    """

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    remaining: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)
    stopped: int = 0

    def outcome(self) -> tuple[str, bool, int]:
        """Text, whether anything remains, and the signal that ended the run (0 for none)."""
        return self.text(), bool(self.remaining or self.unasked), self.stopped

    def text(self) -> str:
        """The report as it is printed, and as the weekly issue carries it."""
        parts = [", ".join(f"{number} {state}" for state, number in sorted(self.counts.items())) or "nothing asked"]
        groups = (
            ("Not simply verified", self.lines),
            ("Changed since the last reading", self.changed),
            ("Left alone in this run", [f"{host}: {why}" for host, why in sorted(self.closed.items())]),
        )
        parts += ["\n".join([f"{title}:", *lines]) for title, lines in groups if lines]
        left = sorted({*self.remaining, *self.unasked})
        if left:
            shown = ", ".join(left[:40]) + (f" and {len(left) - 40} more" if len(left) > 40 else "")
            parts.append(f"Remain, run the same command again: {shown}")
        return "\n\n".join(parts)


def wanted(claim: Claim) -> set[str]:
    """Registries that may be asked for a work; what others once said of another identifier is dropped."""
    names = {"retraction watch"}
    names |= {"crossref", "doi.org", "datacite"} if claim.doi else set()
    names |= {"pubmed"} if claim.pmid else {"pmc"} if claim.pmcid else set()
    if not (claim.doi or claim.pmid or claim.pmcid):
        names |= {"clinicaltrials.gov"} if registration(claim) else {"page"}
    return names


def stale(record: Record, today: date) -> bool:
    """Did a registry give no answer today, so that an older one still stands?"""
    return any(f"not reached on {today}" in source.reason for source in record.sources.values())


def why(result: Standing, record: Record) -> str:
    """The reason for a state, for the reader of the run."""
    if result.state in (v.RETRACTED, v.CONCERN, v.CORRECTED):
        named = dict.fromkeys(f"{n.kind} {n.by} {n.day} ({n.source})".replace("  ", " ") for n in result.notices)
        return ": " + "; ".join(named)
    if result.state == v.DIFFERS:
        return ": " + "; ".join(d.sentence() for d in result.differences)
    reasons = [f"{name}: {s.reason}" for name, s in record.sources.items() if s.reason and s.status != FOUND]
    return ": " + "; ".join(reasons) if reasons else ""
