"""Family E, seventh part: trials, studies and titles tell of the same trial, and a judgement fits its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kapbook.checks.arms import studies_of
from kapbook.checks.bound import named
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.ledger import parts

RANDOMISED = ("randomised trial", "crossover trial")
BLIND = {"single", "double", "triple"}
REGISTERED = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|EUCTR[\d-]{14}\w*|ChiCTR[-\w]*\d{6,}|IRCT\d{8,}N\d+)\b")
YEAR_OF_NUMBER = re.compile(r"EUCTR(?P<eu>20\d\d)|ACTRN126(?P<au>\d\d)")
SLACK_DAYS = 120
"""Days by which a registry may number two trials against the order of their days."""

WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()  # noqa: SIM905


PEOPLE_AT_START = re.compile(
    rf"(\d+|{'|'.join(WORDS[2:])})\b (?:[a-z]+ )?(?:people|patients|adults|men|women|volunteers|veterans)\b",
    re.I,
)
SECOND_GROUP = re.compile(r"\b(?:and|of|among|from) (?:\d|the )")


def _works(project: Project, trial: Row) -> list[Row]:
    """Rows of the studies that report a trial."""
    studies = studies_of(project)
    return [studies[key] for key in parts(trial["works"]) if key in studies]


@rule("E138", "trial-against-study")
def trial_against_study(project: Project) -> Iterator[Finding]:
    """A row of trials.csv and the studies that report the trial do not tell of the same trial.

    The number randomised is that of no randomised study (a note may explain it, naming the study's n); the
    registration came years after the first paper, or its day against the order of the registry's numbers; the trial
    is open and its study masked, or the reverse; the primary outcome was not met although every primary contrast
    favours what was tested, or met although none favours anything; the study names other registrations only; the arms
    are not those of the study; a work reports two trials; a maker (evidence/words.json, `makers`) is called public, or
    the reverse; the page read is that of another trial; twice as many were randomised as planned, or an eighth.
    """
    makers = re.compile(project.words.get("makers") or "(?!)")
    reported: dict[str, Row] = {}
    primary = defaultdict(list)
    for row in project.evidence.tables["effects"]:
        if row["primary"] == "yes":
            primary[row.study].append(row)
    for trial in project.evidence.tables["trials"]:
        works = _works(project, trial)
        randomised = [work for work in works if work["design"] in RANDOMISED]
        for problem, remedy in (
            (_randomised(trial, randomised), "correct randomised or the study's n, or say in the note what differs"),
            (_registered(trial, works), "copy the day again from the registry"),
            (_masked(trial, randomised), "correct masked or the study's blinding"),
            (_met(project, trial, [row for work in works for row in primary[work.study]]), "correct primary_met"),
            (_arms(project, trial, randomised), "correct the arms or the study's control"),
            (_sponsor(trial, makers), "correct the sponsor or its kind"),
            (_address(trial), "give the trial's own page"),
            (_planned(trial), "check the digits of both, or say in the note that the trial ended early"),
        ):
            if problem:
                yield at_row(trial, "E138", problem, remedy)
        yield from _numbers(trial, works)
        for work in works:
            other = reported.setdefault(work.study, trial)
            if other is not trial:
                message = f"{work.study} reports '{other['trial']}' too ({other.place}): its people would count twice"
                yield at_row(trial, "E138", message, "name each work in one trial")
    yield from _out_of_order(project)


def _randomised(trial: Row, works: list[Row]) -> str:
    counts = {work["n"] for work in works if work["n"]}
    notes = " ".join([trial["note"], *(work["note"] for work in works)]).lower()
    told = any(n in re.findall(r"\d+", notes) or (int(n) < len(WORDS) and WORDS[int(n)] in notes) for n in counts)
    if not trial["randomised"] or not counts or trial["randomised"] in counts or told:
        return ""
    if len(works) > 1 and max(map(int, counts)) < int(trial["randomised"]):
        return ""  # each work tells of a part
    names = ", ".join(f"{work.study} {work['n']} at {work.place}" for work in works if work["n"])
    return f"{trial['randomised']} randomised, but the study has other numbers ({names})"


def _registered(trial: Row, works: list[Row]) -> str:
    day, years = trial["registered_on"], [work["year"] for work in works]
    if day and years and day[:4] > min(years):
        return f"registered on {day}, after the work of {min(years)}"
    found = YEAR_OF_NUMBER.match(trial["trial"])
    year = (found["eu"] or f"20{found['au']}") if found else ""
    if day and year and abs(int(day[:4]) - int(year)) > 1:
        return f"registered on {day}, but the number is of {year}"
    return ""


def _masked(trial: Row, works: list[Row]) -> str:
    for work in works:
        pair = {trial["masked"], work["blinding"]}
        if "open" in pair and pair & BLIND:
            return f"masked is '{trial['masked']}', but {work.study} is '{work['blinding']}' ({work.place})"
    return ""


def _met(project: Project, trial: Row, contrasts: list[Row]) -> str:
    if trial["primary_met"] not in ("yes", "no") or not contrasts:
        return ""
    tested = [_favours_tested(project, row) for row in contrasts]
    if trial["primary_met"] == "no" and all(tested):
        return f"primary_met is no, but {contrasts[0].id} favours what was tested ({contrasts[0].place})"
    if trial["primary_met"] == "yes" and all(row["favours"] == "neither" for row in contrasts):
        return f"primary_met is yes, but {contrasts[0].id} favours neither arm ({contrasts[0].place})"
    return ""


def _favours_tested(project: Project, row: Row) -> bool:
    """Does a contrast favour the arm that its study tested, as far as its words tell which that is?"""
    study = studies_of(project).get(row.study)
    first, _, second = row["contrast"].partition(" v ")
    drugs = named(project, "arms", study["tested"]) if study else frozenset()
    ahead, behind = (bool(named(project, "arms", side) & drugs) for side in (first, second))
    return row["favours"] == ("first" if ahead and not behind else "second" if behind and not ahead else "unknown")


def _numbers(trial: Row, works: list[Row]) -> Iterator[Finding]:
    """Studies that report a registered trial and name other registrations only."""
    for work in works if REGISTERED.fullmatch(trial["trial"]) else ():
        numbers = REGISTERED.findall(work["registration"])
        if numbers and trial["trial"] not in numbers:
            message = f"the registration is {numbers[0]}, but the study reports {trial['trial']} ({trial.place})"
            yield at_row(work, "E138", message, "correct the registration, or the number of the trial")


def _arms(project: Project, trial: Row, works: list[Row]) -> str:
    arms = named(project, "arms", trial["arms"])
    drug = project.words.get("about", {}).get("drug", {}).get("tested", [])
    for work in works:
        control = project.words.get("controls", {}).get(work["control"], {}).get("arm")
        drugs = named(project, "arms", work["tested"]) if work["tested"] in drug else frozenset()
        if control and len(arms) > 1 and control not in arms:
            return (
                f"the arms '{trial['arms'][:60]}' hold no {work['control']}, the control of {work.study} ({work.place})"
            )
        if drugs and arms and not drugs & arms:
            return f"the arms '{trial['arms'][:60]}' hold no {work['tested']}, which {work.study} tested ({work.place})"
    return ""


def _sponsor(trial: Row, makers: re.Pattern[str]) -> str:
    maker = makers.search(trial["sponsor"])
    if maker and trial["sponsor_kind"] == "public":
        return f"the sponsor is called public, but '{maker[0]}' makes the drug"
    if not maker and trial["sponsor_kind"] == "maker" and makers.pattern != "(?!)":
        return f"the sponsor is called a maker, but '{trial['sponsor'][:60]}' names none"
    return ""


def _planned(trial: Row) -> str:
    planned, randomised = trial.number("planned"), trial.number("randomised")
    stopped = re.search(r"\b(?:stopped|ended|withdrawn|terminated|closed)\b", trial["note"])
    if planned and randomised and (randomised > 2 * planned or (planned >= 8 * randomised and not stopped)):
        return f"{randomised:g} randomised of {planned:g} planned"
    return ""


def _address(trial: Row) -> str:
    named_there = set(re.findall(r"NCT\d{8}", trial["seen_at"]))
    other = sorted(named_there - {trial["trial"]}) if re.fullmatch(r"NCT\d{8}", trial["trial"]) else []
    return f"seen_at names the trial {other[0]}" if other and trial["trial"] not in named_there else ""


def _out_of_order(project: Project) -> Iterator[Finding]:
    """Trials of one registry whose days run against the order of their numbers; not those that come after a work."""
    listed = sorted(
        (trial["trial"], date.fromisoformat(trial["registered_on"]).toordinal(), trial)
        for trial in project.evidence.tables["trials"]
        if re.fullmatch(r"NCT\d{8}", trial["trial"])
        and re.fullmatch(r"\d{4}-\d\d-\d\d", trial["registered_on"])
        and not _registered(trial, _works(project, trial))
    )
    for place, (_, day, trial) in enumerate(listed):
        before = sum(other > day + SLACK_DAYS for _, other, _ in listed[:place])
        after = sum(other < day - SLACK_DAYS for _, other, _ in listed[place + 1 :])
        if before > 1 or after > 1:
            message = f"registered on {trial['registered_on']}, against the order of the registry's numbers"
            yield at_row(trial, "E138", message, "copy number and day again from the registry")


@rule("E139", "judgement-against-reason")
def judgement_against_reason(project: Project) -> Iterator[Finding]:
    """A judgement of risk of bias is contradicted by its own reason, or the reason is one of another domain.

    "Low" over words that tell of a fault ("can recognise", "open", "not read"), "high" or "no information" over words
    that tell of none ("all 20 counted"). The words stand in evidence/words.json under `appraisals`.
    """
    words = project.words.get("appraisals", {})
    fault, fine = (re.compile(words.get(name) or "(?!)", re.I) for name in ("fault", "fine"))
    domains = {name: re.compile(pattern, re.I) for name, pattern in words.get("domains", {}).items()}
    for row in project.evidence.tables["appraisals"]:
        judgement, reason = row["judgement"], row["reason"]
        match = fault.search(reason) if judgement == "low" else None
        if judgement in ("high", "no information"):
            match = fine.search(reason)
        if match:
            message = f"{row['domain']} is judged '{judgement}', but the reason says '{match[0]}'"
            yield at_row(row, "E139", message, "correct the judgement or the reason")
            continue
        for domain, pattern in domains.items():
            match = pattern.search(reason)
            if match and domain != row["domain"]:
                message = f"the reason of {row['domain']} speaks of '{match[0]}', which is {domain}"
                yield at_row(row, "E139", message, "correct the domain or the reason")
                break


@rule("E140", "study-against-title")
def study_against_title(project: Project) -> Iterator[Finding]:
    """The row of a study says another design, masking, drug or condition than the title of the work.

    A "meta-analysis" is no trial, a "randomised trial" no survey, an "open-label" study is not masked. What a word
    of a title allows stands in evidence/words.json under `titles`; a note that speaks of the title lifts it. A
    condition is told only where the title names another one and not the row's.
    """
    told = project.words.get("titles", [])
    any_of_them = re.compile("|".join(f"(?:{item['words']})" for item in told) or "(?!)", re.I)
    titles = [(re.compile(item["words"], re.I), re.compile(item.get("unless") or "(?!)", re.I), item) for item in told]
    conditions = {name: re.compile(words, re.I) for name, words in project.words.get("conditions", {}).items()}
    held = {
        condition: {name for name, pattern in conditions.items() if pattern.search(condition)}
        for condition in {row["condition"] for row in project.evidence.tables["studies"]}
    }
    for row in project.evidence.tables["studies"]:
        work = project.library.works.get(row.study)
        title = work.field("title") if work else ""
        problem = ""
        if any_of_them.search(title) and "title" not in row["note"]:
            problem = next(filter(None, (_against_title(row, title, *item) for item in titles)), "")
        own = held[row["condition"]] if "title" not in row["note"] else set()
        if not problem and own and not any(conditions[name].search(title) for name in own):
            other = [name for name, pattern in conditions.items() if pattern.search(title)]
            problem = (
                f"the condition is '{row['condition']}', but the title names {' and '.join(other)}" if other else ""
            )
        if problem:
            yield at_row(row, "E140", problem, "correct the row, or say in its note why the title misleads")


def _against_title(row: Row, title: str, words: re.Pattern[str], unless: re.Pattern[str], item: dict) -> str:
    match = words.search(title)
    if not match or unless.search(title):
        return ""
    for column in ("design", "blinding", "tested"):
        allowed, refused = item.get(column), item.get(f"not {column}", ())
        if row[column] and ((allowed and row[column] not in allowed) or row[column] in refused):
            return f"{column} is '{row[column]}', but the title says '{match[0]}'"
    return ""


@rule("E141", "control-against-comparator")
def control_against_comparator(project: Project) -> Iterator[Finding]:
    """The kind of control of a study is not the comparator that its row tells in words.

    The kinds stand in evidence/words.json under `controls`: the arm that each is, and the ways of giving that it rules
    out. Judged where the words name an arm or a way: an active drug against saline, a spray against an infusion.
    """
    kinds = project.words.get("controls", {})
    for row in project.evidence.tables["studies"]:
        control, words = row["control"], row["comparator"]
        kind, told = kinds.get(control, {}), named(project, "arms", words)
        way = _word(kind.get("other"), words)
        if kind and told and kind["arm"] not in told:
            problem = f"names {' and '.join(sorted(told))}"
        elif way and not _word(kind.get("own"), words):
            problem = f"names '{way}'"
        elif control == "other active drug" and told == {"placebo"} and "active" not in words:
            problem = "is a placebo"
        else:
            continue
        message = f"control is '{control}', but the comparator '{words[:60]}' {problem}"
        yield at_row(row, "E141", message, "correct the control or the comparator")


def _word(pattern: str | None, text: str) -> str:
    match = re.search(rf"\b(?:{pattern})\b", text, re.I) if pattern else None
    return match[0] if match else ""


@rule("E145", "people-against-words")
def people_against_words(project: Project) -> Iterator[Finding]:
    """The words of a study begin with a number of people that is neither its n nor its n_analysed.

    "Eleven healthy people, one low dose" beside n 17; words that go on to a second group ("and 30 controls") are left.
    """
    for row in project.evidence.tables["studies"]:
        for column in ("certainty_note", "population"):
            match = PEOPLE_AT_START.match(row[column])
            n = match and (match[1] if match[1].isdigit() else str(WORDS.index(match[1].lower())))
            if n and row["n"] and n not in (row["n"], row["n_analysed"]) and not SECOND_GROUP.search(row[column]):
                message = f"{column} says '{match[0]}', but n is {row['n']}"  # type: ignore[index]
                yield at_row(row, "E145", message, "correct n or the words")
