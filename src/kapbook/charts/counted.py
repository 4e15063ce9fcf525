"""The line under a chart: how many trials and people it rests on, who ran them, how sound and how certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kapbook.evidence import Evidence, Row
from kapbook.evidence.ledger import parts
from kapbook.evidence.questions import CERTAINTIES, DRAWN, trials_of

REVIEWS = ("meta-analysis", "systematic review", "narrative review", "guideline")
WORKS = {
    "meta-analysis": ("review of trials", "reviews of trials"),
    "systematic review": ("review of trials", "reviews of trials"),
    "secondary analysis": ("analysis of several trials", "analyses of several trials"),
    "label": ("US label", "US labels"),
    "open-label trial": ("trial without a comparator or mask", "trials without a comparator or mask"),
    "survey": ("survey", "surveys"),
    "observational": ("study without random assignment", "studies without random assignment"),
    "case series": ("case series", "case series"),
    "registry": ("register", "registers"),
    "news": ("second-hand report", "second-hand reports"),
    "animal": ("study in animals", "studies in animals"),
    "imaging": ("imaging study", "imaging studies"),
    "laboratory": ("laboratory study", "laboratory studies"),
    "narrative review": ("review without pooling", "reviews without pooling"),
}
"""Words for works that are no single trial, by design."""

PEOPLE = ("survey", "observational", "case series", "registry", "imaging", "laboratory", "open-label trial")
"""Designs of works that are no trial and whose people are their own, unlike those of a review."""

UNGRADED = "not graded"
"""In place of a certainty: no question of this book weighs what is drawn."""

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


def counted(evidence: Evidence, rows: Iterable[Row], certainty: str | Sequence[str] = "") -> str:
    """Trials, people randomised, sponsors, risk of bias, missed primary outcomes and certainty, in a sentence.

    Parameters
    ----------
    certainty : that of the question drawn, or those of several; without it, of all that pool or show a row
    """
    rows = list(rows)
    trials = trials_behind(evidence, rows)
    others = [
        evidence.study(study)
        for study in dict.fromkeys(row.study for row in rows)
        if not trials_behind(evidence, [row for row in rows if row.study == study])
    ]
    kinds = Counter(WORKS.get(work["design"], ("study of another kind", "studies of other kinds")) for work in others)
    said = []
    if trials:
        known = [int(trial["randomised"]) for trial in trials if trial["randomised"]]
        least = "at least " if len(known) < len(trials) and known else ""
        people = f", {least}{sum(known):,} people randomised" if known else ""
        maker = sum(trial["sponsor_kind"] in ("maker", "both") for trial in trials)
        unknown = sum(trial["sponsor_kind"] == "not stated" for trial in trials)
        said.append(f"{_many(len(trials), 'trial')}{people}, {maker} run by a maker{_told(unknown)}")
    said += [_many(number, *words) for words, number in kinds.items()]
    said += _people_of([work for work in others if work["design"] in PEOPLE])
    if trials:
        said.append(f"risk of bias: {bias(evidence, trials)}")
        missed = sum(trial["primary_met"] == "no" for trial in trials)
        said.append(f"{missed} missed the primary outcome") if missed else None
    levels = [certainty] if isinstance(certainty, str) else list(certainty)
    if not any(levels):
        levels = certainties(evidence, rows)
    said += [_certain(levels or [UNGRADED])] if said or levels else []
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def certainties(evidence: Evidence, rows: Iterable[Row]) -> list[str]:
    """Certainty of each question that pools or shows a row; of a row that is only named, of those that name it."""
    served: dict[str, dict[str, set[str]]] = {row.id: {} for row in rows}
    for use in evidence.tables["uses"]:
        if use["row"] in served:
            served[use["row"]].setdefault(use["use"], set()).add(use["question"])
    asked: set[str] = set()
    for uses in served.values():
        drawn = set().union(*(uses.get(use, set()) for use in DRAWN))
        asked |= drawn or uses.get("named", set())
    return [row["certainty"] for row in evidence.tables["questions"] if row["question"] in asked]


def _certain(levels: Sequence[str]) -> str:
    """One certainty, or how many questions have each, highest first."""
    if len(set(levels)) == 1:
        words = {"none": "no evidence", UNGRADED: f"certainty {UNGRADED}"}
        return words.get(levels[0], f"{levels[0]} certainty")
    counts = Counter(levels)
    found = [f"{level} for {counts[level]}" for level in (*reversed(CERTAINTIES), "none") if counts[level]]
    return f"certainty by question: {', '.join(found)}"


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


def _people_of(works: Sequence[Row]) -> list[str]:
    """People in works that are no trials, and in how many of these it is told who paid."""
    known = [int(work["n"]) for work in works if work["n"]]
    least = "at least " if len(known) < len(works) else ""
    said = [f"these hold {least}{sum(known):,} people"] if known else []
    paid = sum(not work["funding"].startswith("not stated") for work in works)
    return said + ([f"who paid is told in {paid} of {len(works)}"] if works else [])


def _told(unknown: int) -> str:
    return f" (sponsor of {unknown} not stated)" if unknown else ""


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
