"""Family L, third part: what a claim says of its judges, its arms, its people and its kind agrees with the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kapbook.checks.arms import studies_of
from kapbook.checks.bound import named
from kapbook.checks.claims import BENEFIT, NEGATION
from kapbook.checks.ledger import claims
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.ledger import RATINGS, parts

DECIDED = re.compile(
    r"\bthe (?P<which>first|second)(?: (?P<what>verdict|certainty|judgement))?(?: of the two)? (?:stands|was taken)",
    re.I,
)
NUMBER_OF_ARM = re.compile(
    r"(?P<n>\d+(?:\.\d+)?)%?(?: (?:of \d+|in \d+|percentage points|people|points))?[^.;,\d()]{0,25}?"
    r"\b(?:on|after|with|given|taking|in the)\s+(?P<arm>(?:the )?(?:[A-Za-z+()-]+\s?){1,3})"
)
PEOPLE = re.compile(
    r"\b(?P<n>\d{1,3}(?:,\d{3})*) (?:of the )?"
    r"(?:people|patients|adults|men|women|veterans|volunteers|adolescents|participants|teenagers|mothers)\b"
)
LARGE_NUMBER = re.compile(r"(?<![\w.,-])(\d+\.\d+|\d{2,})%?(?![\w.,]\d)")
RESULTS = ("outcomes", "effects", "adverse_events")
SENTENCES = re.compile(r"(?<=[.;:])\s+")
SAID_CERTAINTY = re.compile(
    r"\bcertainty (?:is|stays|remains)(?: therefore| only| at most)? (very low|low|moderate|high)\b"
)
TESTED = re.compile(r"\b(?:test\w*|trials?|stud(?:y|ies)|compared|randomi[sz]ed|given|the drug|this was)\b", re.I)
FEWEST = 12
"""Numbers up to here are counts of anything; larger ones can be told apart."""


def _works(project: Project, claim: Row) -> list[Row]:
    studies = studies_of(project)
    return [studies[key] for key in parts(claim["evidence"]) if key in studies]


def _rows(project: Project, claim: Row) -> list[Row]:
    return [project.evidence.row(name) for name in parts(claim["findings"]) if project.evidence.has(name)]


@rule("L321", "ledger-against-judgements")
def ledger_against_judgements(project: Project) -> Iterator[Finding]:
    """The ledger has a verdict or a certainty that neither judge gave, or not the one that was taken.

    Where both judged otherwise, `resolved` says so ("Neither …") or names what stands, and why. Where it says that the
    first stands or the second was taken, the ledger has that one.
    """
    judgements = {row["claim"]: row for row in project.evidence.tables["judgements"]}
    for claim in claims(project):
        judged = judgements.get(claim["claim"])
        for column in ("verdict", "certainty") if judged else ():
            problem = _unlike(claim[column], column, judged)  # type: ignore[arg-type]
            if problem:
                place = judged.place  # type: ignore[union-attr]
                message = f"{column} is '{claim[column]}', {problem} ({place})"
                yield at_row(claim, "L321", message, "restore it, or say in 'resolved' what was decided and why")


def _unlike(value: str, column: str, judged: Row) -> str:
    """Why the ledger's word is not the judges'; empty when it is, or when it is told."""
    first, second, resolved = judged[f"first_{column}"], judged[column], judged["resolved"]
    if value not in (first, second):
        told = "neither" in resolved.lower() or re.search(rf"\b{re.escape(value)}\b", resolved)
        both = f"'{first}'" if first == second else f"'{first}' and '{second}'"
        return "" if told else f"but the judges gave {both}"
    decided = DECIDED.search(resolved)
    if decided and first != second and (decided["what"] or "verdict").replace("judgement", "verdict") == column:
        right = first if decided["which"].lower() == "first" else second
        return "" if value == right else f"but 'resolved' says '{decided[0]}'"
    return ""


@rule("L322", "reason-exchanges-arms")
def reason_exchanges_arms(project: Project) -> Iterator[Finding]:
    """The reason gives a number to one arm or outcome, and the finding that holds it is of another one.

    "13.8% on the drug" where the row of 13.8 is the control's; "headache in 26.9%" where the row counts another event.
    Only numbers that a finding holds are judged, by the arms and outcomes of evidence/words.json.
    """
    for claim in claims(project):
        rows = [row for row in _rows(project, claim) if row.table in RESULTS]
        for match in NUMBER_OF_ARM.finditer(claim["rationale"]) if rows else ():
            said = named(project, "arms", match["arm"])
            held = [row for row in rows if row.get("arm") and _holds(row, match["n"])]
            arms = [named(project, "arms", row["arm"]) for row in held]
            if said and arms and all(own and not own & said for own in arms):
                message = f"the reason says '{match[0].strip()}', but that is the number of '{held[0]['arm'][:40]}'"
                yield at_row(
                    claim, "L322", f"{message} ({held[0].place})", "exchange the numbers, or name the arm's row"
                )
        for sentence in SENTENCES.split(claim["rationale"]) if rows else ():
            yield from _of_other_outcome(project, claim, sentence, rows)


def _of_other_outcome(project: Project, claim: Row, sentence: str, rows: list[Row]) -> Iterator[Finding]:
    """The first number of a sentence whose findings are all of outcomes that the sentence does not name."""
    for match in LARGE_NUMBER.finditer(sentence):
        held = [row for row in rows if _holds(row, match[1])]
        said = named(project, "outcomes", sentence) if held else None
        own = [named(project, "outcomes", f"{_outcome(row)} {row.get('definition')}") for row in held]
        if said and all(outcomes and not outcomes & said for outcomes in own):
            message = f"the reason gives {match[0]} to {_all(said)}, but '{held[0].id}' is of {_all(own[0])}"
            yield at_row(
                claim, "L322", f"{message} ({held[0].place})", "name the outcome of the row, or bind another row"
            )
            return


def _holds(row: Row, number: str) -> bool:
    return number in (row["value"], row["value"].removesuffix(".0"), row.get("events"))


@rule("L323", "reason-exchanges-studies")
def reason_exchanges_studies(project: Project) -> Iterator[Finding]:
    """The reason gives one study's number of people to another: the drug or the comparator beside it is not its own.

    Also a certainty in the words of the reason ("the certainty is low") that is not the claim's.
    """
    for claim in claims(project):
        counted = [
            (sentence, match, match["n"].replace(",", ""))
            for sentence in (SENTENCES.split(claim["rationale"]) if PEOPLE.search(claim["rationale"]) else ())
            for match in PEOPLE.finditer(sentence)
        ]
        works, rows = _works(project, claim) if counted else [], defaultdict(list)
        for row in _rows(project, claim) if counted else ():
            rows[row.study].append(row)
        for sentence, match, n in counted:
            said = named(project, "arms", sentence) - {"control"} if int(n) > FEWEST else None
            if said:
                own = [work for work in works if _counts(work, rows[work.study], n)]
                fit = [work for work in works if said & _arms_of(project, work, rows[work.study])]
                if own and fit and not any(work in fit for work in own):
                    message = f"the reason says '{match[0]}' of {_all(said)}, but that is {own[0].study}"
                    yield at_row(claim, "L323", message, "give each study its own number of people")
        level = SAID_CERTAINTY.search(claim["rationale"])
        if level and level[1] != claim["certainty"]:
            message = f"certainty is '{claim['certainty']}', but the reason says '{level[0]}'"
            yield at_row(claim, "L323", message, "correct one of the two")


def _counts(work: Row, rows: list[Row], n: str) -> bool:
    """Does a study, or one of its findings, count so many people?"""
    if n in (work["n"], work["n_analysed"]):
        return True
    columns = ("n", "value", "events", "statement", "note", "population", "definition", "quantity")
    return any(n in re.findall(r"\d+(?:\.\d+)?", " ".join(map(row.get, columns))) for row in rows)


def _arms_of(project: Project, work: Row, rows: list[Row]) -> frozenset[str]:
    told = [" ".join(map(row.get, ("arm", "contrast", "statement"))) for row in rows]
    return named(project, "arms", " ".join([work["tested"], work["comparator"], work["control"], *told]))


@rule("L324", "reason-of-other-treatment")
def reason_of_other_treatment(project: Project) -> Iterator[Finding]:
    """The reason says that the drug was tested together with the therapy, and no work did so, or the reverse.

    What counts as the drug alone, and the words of the therapy, stand under `about` in evidence/words.json.
    """
    about = project.words.get("about", {})
    drug = set(about.get("drug", {}).get("tested", []))
    words = about.get("therapy", {}).get("words") or "(?!)"
    with_it = re.compile(rf"\b(?:together )?with (?:a |the |its )?(?:{words})\b", re.I)
    alone = re.compile(r"\b(?:only the drug was|the drug alone was|(?:the )?drug was tested, not the therapy)\b", re.I)
    for claim in claims(project):
        if not (with_it.search(claim["rationale"]) or alone.search(claim["rationale"])):
            continue
        tested = {work["tested"] for work in _works(project, claim)}
        for sentence in SENTENCES.split(claim["rationale"]) if tested else ():
            together, apart = with_it.search(sentence), alone.search(sentence)
            if together and tested <= drug and TESTED.search(sentence) and not NEGATION.search(sentence):
                problem = f"the reason says '{together[0]}', but its works tested the drug alone"
            elif apart and not tested & drug:
                problem = f"the reason says '{apart[0]}', but none of its works tested the drug alone"
            else:
                continue
            yield at_row(claim, "L324", problem, "correct the reason, or name the work that was meant")


@rule("L325", "kind-against-claim")
def kind_against_claim(project: Project) -> Iterator[Finding]:
    """The kind of a claim takes it out of the rules on effects.

    An opinion or an anecdote has no verdict on facts, and a claim whose words say that the treatment helps, relieves
    or cures (evidence/words.json, `benefit`) is one of efficacy, speed,
    durability, comparison or therapy.
    """
    verbs = project.words.get("benefit") or "(?!)"
    helps = re.compile(rf"^(?:the )?\w+(?: \w+){{0,2}}? (?:{verbs})\b", re.I)
    for claim in claims(project):
        match = helps.match(claim["text"])
        if claim["kind"] in ("opinion", "anecdote") and claim["verdict"] in RATINGS:
            problem = f"an {claim['kind']} with the verdict '{claim['verdict']}'"
        elif match and claim["verdict"] in RATINGS and claim["kind"] not in {*BENEFIT, "therapy"}:
            problem = f"the kind is '{claim['kind']}', but the claim says '{match[0]}'"
        else:
            continue
        yield at_row(claim, "L325", problem, "correct the kind or the verdict")


@rule("L326", "questions-of-another-outcome")
def questions_of_another_outcome(project: Project) -> Iterator[Finding]:
    """The questions on which a claim rests ask for other outcomes than its findings tell of, and use none of them."""
    asked = {row["question"]: row for row in project.evidence.tables["questions"]}
    used: dict[str, set[str]] = defaultdict(set)
    for use in project.evidence.tables["uses"]:
        used[use["question"]].add(use["row"])
    for claim in claims(project):
        names = [name for name in parts(claim["questions"]) if name in asked]
        rows = _rows(project, claim)
        if not names or not rows or any(row.id in used[name] for row in rows for name in names):
            continue
        told = frozenset[str]().union(*(named(project, "outcomes", _outcome(row)) for row in rows))
        wanted = frozenset[str]().union(
            *(named(project, "outcomes", f"{asked[name]['outcome']} {asked[name]['asks']}") for name in names)
        )
        if told and wanted and not told & wanted:
            message = f"its findings tell of {_all(told)}, its questions ask for {_all(wanted)}"
            yield at_row(claim, "L326", message, "name the questions that its findings answer")


def _all(words: frozenset[str]) -> str:
    return " and ".join(sorted(words))


def _outcome(row: Row) -> str:
    return f"{row.get('outcome')} {row.get('event')} {row.get('outcome_group')}"
