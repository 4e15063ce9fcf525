"""The line under a chart: how many trials and people it rests on, who ran them, how sound and how certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kapbook.evidence import Evidence, Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.questions import trials_of

REVIEWS = ("meta-analysis", "systematic review", "narrative review", "guideline")
WORKS = {
    "meta-analysis": ("review of trials", "reviews of trials"),
    "systematic review": ("review of trials", "reviews of trials"),
    "narrative review": ("review without pooling", "reviews without pooling"),
    "secondary analysis": ("analysis of several trials", "analyses of several trials"),
    "label": ("US label", "US labels"),
    "open-label trial": ("trial without a comparator or mask", "trials without a comparator or mask"),
}
"""Words for works that are no single trial, by design."""

WORST = ("high", "no information", "some concerns", "low")
"""Judgements of RoB 2; a trial is as sound as its worst domain, and what is not known comes before some concerns."""


def trials_behind(evidence: Evidence, rows: Iterable[Row]) -> list[Row]:
    """Trials whose people are drawn, each once: reported by a work, or pooled by one that is no review."""
    reports = trials_of(evidence)
    found: dict[str, Row] = {}
    for row in rows:
        own = reports.get(row.study, [])
        if not own and evidence.study(row.study)["design"] not in REVIEWS:
            own = [trial for trial in evidence.tables["trials"] if row.study in parts(trial["pooled_in"])]
        found |= {trial["trial"]: trial for trial in own}
    return list(found.values())


def counted(evidence: Evidence, rows: Iterable[Row], certainty: str = "") -> str:
    """Trials, people randomised, sponsors, risk of bias, missed primary outcomes and certainty, in a sentence."""
    rows = list(rows)
    trials = trials_behind(evidence, rows)
    others = Counter(
        WORKS.get(evidence.study(study)["design"], ("study of another kind", "studies of other kinds"))
        for study in dict.fromkeys(row.study for row in rows)
        if not trials_behind(evidence, [row for row in rows if row.study == study])
    )
    said = []
    if trials:
        known = [int(trial["randomised"]) for trial in trials if trial["randomised"]]
        least = "at least " if len(known) < len(trials) and known else ""
        people = f", {least}{sum(known):,} people randomised" if known else ""
        maker = sum(trial["sponsor_kind"] in ("maker", "both") for trial in trials)
        unknown = sum(trial["sponsor_kind"] == "not stated" for trial in trials)
        said.append(f"{_many(len(trials), 'trial')}{people}, {maker} run by a maker{_told(unknown)}")
    said += [_many(number, *words) for words, number in others.items()]
    if trials:
        said.append(f"risk of bias: {bias(evidence, trials)}")
        missed = sum(trial["primary_met"] == "no" for trial in trials)
        said.append(f"{missed} missed the primary outcome") if missed else None
    if certainty:
        said.append("no evidence" if certainty == "none" else f"{certainty} certainty")
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def bias(evidence: Evidence, trials: Iterable[Row]) -> str:
    """Number of trials by their worst domain."""
    judged: dict[str, set[str]] = {}
    for row in evidence.tables["appraisals"]:
        judged.setdefault(row["trial"], set()).add(row["judgement"])
    levels = Counter(
        next((level for level in WORST if level in judged.get(trial["trial"], set())), "not appraised")
        for trial in trials
    )
    order = [*WORST, "not appraised"]
    words = {"no information": "not fully told"}
    return ", ".join(f"{words.get(level, level)} in {levels[level]}" for level in order if levels[level])


def _told(unknown: int) -> str:
    return f" (sponsor of {unknown} not stated)" if unknown else ""


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
