"""Family L: every claim is judged by rule, with evidence that exists, and discussed in one place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from kapbook.checks.agreement import DAYS, SLACK, days_in
from kapbook.checks.arms import studies_of
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.agreement import differ
from kapbook.evidence.ledger import RATINGS, VERDICTS, parts

NEED_EVIDENCE = set(RATINGS) - {"unsupported"}
NO_FACT = set(VERDICTS) - set(RATINGS)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?%?(?!\w)")
SAME_TEXT = 0.88
SAME_WORDS = 0.6


def claims(project: Project) -> list[Row]:
    """All rows of the ledger."""
    return project.evidence.tables["claims"]


@rule("L301", "claim-without-verdict")
def claim_without_verdict(project: Project) -> Iterator[Finding]:
    """A claim has no verdict, certainty or rationale: it would be published unjudged."""
    for row in claims(project):
        for column in ("verdict", "certainty", "rationale"):
            if not row[column].strip():
                yield at_row(row, "L301", f"no {column}", f"fill {column} by the rules of the methods page")


@rule("L302", "verdict-rule-broken")
def verdict_rule_broken(project: Project) -> Iterator[Finding]:
    """A verdict lacks what its rule asks.

    Supported, partly supported, overstated, contested and contradicted need evidence and a certainty;
    unsupported needs a record of what was searched; unverifiable and 'not a factual claim' carry certainty none.
    """
    for row in claims(project):
        verdict, certainty = row["verdict"], row["certainty"]
        if verdict in NEED_EVIDENCE and not parts(row["evidence"]):
            yield at_row(row, "L302", f"'{verdict}' without evidence", "name the works in the column evidence")
        if verdict in NEED_EVIDENCE and certainty == "none":
            yield at_row(row, "L302", f"'{verdict}' with certainty none", "grade the evidence named")
        if verdict == "unsupported" and not row["searched"].strip():
            yield at_row(
                row, "L302", "'unsupported' without a search", "say in 'searched' where and for what you looked"
            )
        if verdict in NO_FACT and certainty != "none":
            yield at_row(row, "L302", f"'{verdict}' with certainty {certainty}", "set certainty to none")


@rule("L303", "unknown-evidence")
def unknown_evidence(project: Project) -> Iterator[Finding]:
    """A claim names a work that references.bib lacks, or a finding that no table holds."""
    for row in claims(project):
        for key in parts(row["evidence"]):
            if key not in project.library.works:
                yield at_row(
                    row, "L303", f"the key '{key}' is not in references.bib", "add the work or correct the key"
                )
        for name in parts(row["findings"]):
            if not project.evidence.has(name):
                yield at_row(row, "L303", f"no evidence row has the id '{name}'", "add the row or correct the id")


@rule("L304", "claim-not-in-one-chapter")
def claim_not_in_one_chapter(project: Project) -> Iterator[Finding]:
    """A factual claim is discussed nowhere, twice, or on another page than its column 'chapter' says."""
    shown = defaultdict(list)
    known = {row["claim"] for row in claims(project)}
    for document in project.documents:
        for box in document.directives("claim"):
            name = box.argument
            shown[name].append(document.docname)
            if name not in known:
                yield Finding(
                    document.place(box.cell),
                    box.line,
                    box.column,
                    "L304",
                    f"no claim has the id '{name}'",
                    "correct the id; evidence/claims.csv lists them",
                )
    for row in claims(project):
        pages = shown.get(row["claim"], [])
        if row["verdict"] not in NO_FACT and len(pages) != 1:
            where = f"on {len(pages)} pages ({', '.join(pages)})" if pages else "nowhere"
            yield at_row(row, "L304", f"discussed {where}", f"show it once with {{claim}} in {row['chapter']}")
        elif pages and pages[0] != row["chapter"]:
            yield at_row(row, "L304", f"discussed in {pages[0]}, not in {row['chapter']}", "correct the column chapter")


@rule("L305", "unknown-place")
def unknown_place(project: Project) -> Iterator[Finding]:
    """An appearance names a section that its article does not have, or a line outside that section."""
    sections = {(row["article"], row["section"]): row for row in project.evidence.tables["sections"]}
    for row in project.evidence.tables["appearances"]:
        section = sections.get((row["article"], row["section"]))
        if section is None:
            yield at_row(
                row,
                "L305",
                f"article {row['article']} has no section '{row['section']}'",
                "copy the heading from evidence/sections.csv",
            )
        elif not int(section["first_line"]) <= int(row["line"]) <= int(section["last_line"]):
            yield at_row(row, "L305", f"line {row['line']} is outside '{row['section']}'", "correct line or section")


@rule("L306", "near-duplicate")
def near_duplicate(project: Project) -> Iterator[Finding]:
    """Two claims say nearly the same: their verdicts could drift apart. Make them one with two appearances.

    Or two rated claims have one reason: it was copied from the other.
    """
    rows = claims(project)
    reasons: dict[str, Row] = {}
    for row in rows:
        first = reasons.setdefault(row["rationale"], row)
        if first is not row and row["rationale"] and row["verdict"] in RATINGS and first["verdict"] in RATINGS:
            yield at_row(row, "L306", f"the same reason as {first['claim']}", "write the reason of this claim")
    words = [set(re.findall(r"[a-z0-9]+", row["text"].lower())) for row in rows]
    for i, j in _sharing(words):
        overlap = len(words[i] & words[j]) / len(words[i] | words[j])
        if overlap > SAME_WORDS and _alike(rows[i]["text"], rows[j]["text"]):
            yield at_row(rows[i], "L306", f"nearly the same as {rows[j]['claim']}", "make them one claim")


def _alike(text: str, other: str) -> bool:
    """Do two texts agree in their letters, whatever their case?"""
    return SequenceMatcher(None, text.lower(), other.lower()).ratio() > SAME_TEXT


def _sharing(words: list[set[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of sets that may have more than SAME_WORDS of their words in common, the later one first.

    Such sets share two words even among the rarest of each, so many as are left without SAME_WORDS of them and two
    more (prefix filtering; Chaudhuri, Ganti and Kaushik 2006): the work grows with the texts, not with their pairs.
    """
    frequency = Counter(word for some in words for word in some)
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, some in enumerate(words):
        rarest = sorted(some, key=lambda word: (frequency[word], word))[: int((1 - SAME_WORDS) * len(some)) + 2]
        keys: list[tuple[str, ...]] = [*combinations(rarest, 2)] or [tuple(rarest)]
        yield from ((i, j) for j in sorted({j for key in keys for j in holders[key]}))
        for key in keys:
            holders[key].append(i)


@rule("L307", "number-not-in-evidence")
def number_not_in_evidence(project: Project) -> Iterator[Finding]:
    """The rationale quotes a number or a time that stands in none of the rows named as findings, nor in the claim.

    Whole numbers up to 12 and years are read as plain words, unless they are a time ("week 8").
    """
    for row in claims(project):
        cells = [row["text"], row["searched"]]
        for name in parts(row["findings"]):
            if project.evidence.has(name):
                cells += [
                    text
                    for column, text in project.evidence.row(name).cells.items()
                    if column not in ("seen_at", "read_through", "id")
                ]
        known = set(re.findall(r"\d+(?:\.\d+)?", " ".join(cells).replace(",", "")))
        for match in NUMBER.finditer(row["rationale"]):
            number = match[0].replace(",", "").rstrip("%")
            plain = (
                "." not in number and not match[0].endswith("%") and (int(number) <= 12 or 1950 <= int(number) <= 2030)
            )
            if not plain and number not in known:
                yield at_row(
                    row,
                    "L307",
                    f"the rationale says {match[0]}, which no cited row holds",
                    "add the row to findings or correct the number",
                )
        yield from _time_not_in_evidence(project, row, known)


TIME_IN_DIGITS = re.compile(
    r"(?:minute|hour|day|week|month|year)s? (?P<n>\d+)(?![\d.]*\d)|"
    r"(?<![\d.,])(?P<n2>\d+)[ -](?:minute|hour|day|week|month|year)s?\b"
)
TOLD_TIMES = ("timepoint", "note", "statement", "definition", "outcome", "population", "quantity", "arm", "contrast")


def _time_not_in_evidence(project: Project, claim: Row, known: set[str]) -> Iterator[Finding]:
    """Times in digits that neither the findings of a claim nor the rows of its works know.

    Numbers above 12 that are not among those `known` are told already.
    """
    for match in TIME_IN_DIGITS.finditer(claim["rationale"]):
        number = match["n"] or match["n2"]
        if (int(number) > 12 and number not in known) or _knows_time(project, claim, days_in(match[0])):
            continue
        message = f"the rationale says {match[0]}, a time which no cited row holds"
        yield at_row(claim, "L307", message, "add the row to findings or correct the time")


def _knows_time(project: Project, claim: Row, said: set[float]) -> bool:
    """Is one of the times said in a finding of the claim, in the claim, or in the row of one of its works?"""
    held = False
    for some in _known_times(project, claim):
        if any(abs(day - time) <= max(0.02, SLACK * max(day, time)) for day in said for time in some):
            return True
        held = held or bool(some)
    return not held


def _known_times(project: Project, claim: Row) -> Iterator[set[float]]:
    """Times of the findings of a claim, of its own words, and of the rows of its works."""
    for name in parts(claim["findings"]):
        if project.evidence.has(name):
            yield _times_of(project.evidence.row(name))
    yield days_in(f"{claim['text']} {claim['searched']}")
    for key in parts(claim["evidence"]):
        if key in studies_of(project):
            yield days_in(" ".join(studies_of(project)[key].cells.values()))


def _times_of(row: Row) -> set[float]:
    """Times of a row: its days, its value in a unit of time, and those that its words name."""
    unit = DAYS.get(row.get("unit").rstrip("s"))
    numbers = [row.get(column) for column in ("value", "low", "high")] if unit else []
    held = {float(number) * (unit or 0) for number in numbers if number.replace(".", "", 1).isdigit()}
    if row.get("timepoint_days"):
        held.add(float(row["timepoint_days"]))
    return held | days_in(" ".join(map(row.get, TOLD_TIMES)))


@rule("L308", "claim-without-appearance")
def claim_without_appearance(project: Project) -> Iterator[Finding]:
    """A claim of the ledger appears in no article, or an appearance names no claim.

    The ledger checks what the articles say, nothing else.
    """
    made = {row["claim"] for row in project.evidence.tables["appearances"]}
    known = {row["claim"] for row in claims(project)}
    for row in claims(project):
        if row["claim"] not in made:
            yield at_row(row, "L308", "no article makes this claim", "add where it stands to evidence/appearances.csv")
    for row in project.evidence.tables["appearances"]:
        if row["claim"] not in known:
            yield at_row(row, "L308", "no such claim in evidence/claims.csv", "add the claim or correct the id")


@rule("L309", "therapy-proved-by-drug")
def therapy_proved_by_drug(project: Project) -> Iterator[Finding]:
    """A claim about the therapy is called supported though every work named tested only the drug.

    What counts as the drug alone stands under `about` in evidence/words.json.
    """
    drug = project.words.get("about", {}).get("drug", {}).get("tested", [])
    tested = {row.study: row["tested"] for row in project.evidence.tables["studies"]}
    for row in claims(project):
        keys = parts(row["evidence"])
        drug_only = all(tested.get(key) in drug for key in keys)
        if row["about"] == "therapy" and row["verdict"] == "supported" and keys and drug_only:
            yield at_row(
                row,
                "L309",
                "supported, but only the drug was tested",
                "name a work that tested the therapy, or lower the verdict",
            )


@rule("L310", "judged-once")
def judged_once(project: Project) -> Iterator[Finding]:
    """A factual claim has no second judgement, or two judgements differ and nobody says what was decided.

    A second judge, blind to the first verdict, shows where the rules leave room; the reason for the choice is kept.
    """
    judgements = {row["claim"]: row for row in project.evidence.tables["judgements"]}
    for row in claims(project):
        if row["verdict"] not in NO_FACT and row["claim"] not in judgements:
            yield at_row(
                row,
                "L310",
                "judged only once",
                "let someone who has not seen the verdict judge it, and add the row to evidence/judgements.csv",
            )
    for row in judgements.values():
        if differ(row) and not row["resolved"].strip():
            yield at_row(
                row, "L310", f"{row['claim']}: the two judgements differ", "say in 'resolved' what was decided and why"
            )
