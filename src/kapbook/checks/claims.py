"""Family L, second part: a verdict agrees with its reason, its evidence and its words, and every line is judged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence import Row
from kapbook.evidence.ledger import parts

BENEFIT = {"efficacy", "speed", "durability", "comparison"}
EFFECTS = {"efficacy", "speed", "durability"}
UNCOMPARED = {"observational", "case series", "survey", "open-label trial", "news", "narrative review", "animal"}
NEGATION = re.compile(
    r"\b(no|not|none|nobody|nothing|never|neither|nor|without|cannot|few|little|hardly|rarely|only|at most|unknown|"
    r"untested)\b|n't\b",
    re.I,
)
DENIES = re.compile(r"^\W*(we found no|found no|no|none|nothing|nobody|there (is|are|was|were) no|not one)\b", re.I)
AFFIRMS = re.compile(
    r"^\W*((randomi[sz]ed )?trials (agree|show|confirm)|this is (true|right|so|correct)|(true|right|correct|yes)\b|"
    r"the evidence (agrees|supports|shows))",
    re.I,
)
DIVIDED = re.compile(r"^\W*(?:randomi[sz]ed )?(?:trials|studies|reviews) (?:disagree|conflict|are divided)\b", re.I)
ABSOLUTE = re.compile(
    r"\b(always|everyone|everybody|all (?:people|patients|cases)|completely|guarantee\w*|without exception)\b",
    re.I,
)
TURNED = re.compile(
    r"^[^,.;]*?\b(does not|do not|is not|are not|cannot|never|has no|have no|no longer|seldom|rarely|hardly|barely|"
    r"scarcely|fails? to|is unlikely to|are unlikely to|is unable to|are unable to)\b"
)
SUBORDINATE = re.compile(r"\b(and|but|or|that|who|whom|which|because|when|if|where|what)\b")
DENIAL_IN_ID = re.compile(r"(^|-)(no|not|never|without|cannot|less|nothing|alone|non|un\w+|in\w+)(-|$)")
PLAIN_DENIAL_IN_ID = re.compile(r"(^|-)(not|never|without|cannot)(-|$)")
SOFT_DENIAL = re.compile(r"\b(?:rather|instead|less|fewer|free|un\w+|im\w+|\w+less|seldom|plain|large)\b", re.I)
FEWEST_FOR_HIGH = 400
"""People below whom GRADE calls an estimate imprecise (the optimal information size of usual effects)."""

TRIALS = {"randomised trial", "crossover trial", "open-label trial", "case series"}
LEFTOVER = re.compile(
    r"\b(TODO|FIXME|XXX|TBD|lorem ipsum)\b|\?\?|<{4,}|>{4,}|={7}|\*\*|``|`|\{[a-z:]+\}|\]\(|</?[a-zA-Z][^<>]*>|"
    r"&(?:[a-z]{2,8}|#\d+);|\\[a-z]+\{|\bjavascript:"
)
SUSPECT = re.compile(r"[`{\\<>*]|[?&\]=][?(=a-z#]|T[OB]D|FIXME|XXX|lorem|javascript:")
"""Signs without which nothing can be left over: most rows have none."""

NOT_PRINTED = {"seen_at", "read_through", "checked_against", "identifier"}
COUNTS = dict(one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, twenty=20, hundred=100)
WORD = "|".join(COUNTS)
SHARE = re.compile(
    rf"\b(?P<a>{WORD}) (?:in|out of|of every) (?:a )?(?P<b>{WORD})\b(?! (?:trials?|studies|reviews|papers))|"
    r"\b(?P<c>two|three|four) (?P<d>thirds|quarters|fifths)\b|\b(?P<times>doubled|tripled|twice as|three times as)\b",
    re.I,
)
PARTS = dict(thirds=3, quarters=4, fifths=5)
FACTORS = {"doubled": 2, "twice as": 2, "tripled": 3, "three times as": 3}


def _claims(project: Project) -> list[Row]:
    return project.evidence.tables["claims"]


def _findings(project: Project, claim: Row) -> list[Row]:
    return [project.evidence.row(name) for name in parts(claim["findings"]) if project.evidence.has(name)]


@rule("L320", "verdict-against-reason")
def verdict_against_reason(project: Project) -> Iterator[Finding]:
    """The reason says the opposite of the verdict.

    'Supported' over a reason that begins with "No trial …" or "Trials disagree …"; 'contradicted' or 'unsupported' over
    one that begins with "Trials agree …"; 'unsupported' without a word that denies or limits anything. The second
    judgement and its reason are held to the same.
    """
    told = [(row, row["verdict"], row["rationale"]) for row in _claims(project)]
    told += [(row, row["verdict"], row["reason"]) for row in project.evidence.tables["judgements"]]
    for row, verdict, reason in told:
        problem = ""
        if verdict == "supported" and (DENIES.match(reason) or DIVIDED.match(reason)):
            problem = f"'supported', but the reason begins with '{reason[:30]}…'"
        elif verdict in ("contradicted", "unsupported") and AFFIRMS.match(reason):
            problem = f"'{verdict}', but the reason begins with '{reason[:30]}…'"
        elif verdict == "unsupported" and reason and not NEGATION.search(reason):
            problem = "'unsupported', but the reason denies nothing"
        if problem:
            yield at_row(row, "L320", problem, "correct the verdict, or say first what decides it")


@rule("L311", "works-and-rows-apart")
def works_and_rows_apart(project: Project) -> Iterator[Finding]:
    """A finding of a claim is a row of a study that the claim does not name as evidence, or all are about other things.

    A claim whose id names a condition (evidence/words.json, `conditions`) has a work or a row that names it.
    """
    works = project.library.works
    studies = {study.study: study for study in project.evidence.tables["studies"]}
    conditions = {name: re.compile(words, re.I) for name, words in project.words.get("conditions", {}).items()}
    for row in _claims(project):
        asked = [name for name, pattern in conditions.items() if pattern.search(row["claim"].replace("-", " "))]
        keys = [key for key in parts(row["evidence"]) if key in studies and key in works]
        if asked and keys:
            told = [f"{' '.join(studies[key].cells.values())} {works[key].field('title')}" for key in keys]
            told += [" ".join(finding.cells.values()) for finding in _findings(project, row)]
            if not any(conditions[name].search(" ".join(told)) for name in asked):
                message = f"the claim is on {' and '.join(asked)}, which none of its works or rows names"
                yield at_row(row, "L311", message, "name the works that are about it")
        named = set(parts(row["evidence"]))
        for finding in _findings(project, row):
            if finding.study not in named:
                message = f"the finding '{finding.id}' is of '{finding.study}', which is not among the evidence"
                yield at_row(row, "L311", message, "name the work, or the row that was meant")


@rule("L312", "certainty-that-cannot-be")
def certainty_that_cannot_be(project: Project) -> Iterator[Finding]:
    """A certainty that its verdict or its evidence rules out.

    'Unsupported' with more than very low certainty; 'contested' on one work; high certainty about an effect that
    rests on trials of fewer than 400 people in all (GRADE: imprecision); moderate or high certainty about an effect
    that no comparison of a trial or of a review bears (GRADE: such evidence starts low).
    """
    studies = {row.study: row for row in project.evidence.tables["studies"]}
    for row in _claims(project):
        works, certainty = parts(row["evidence"]), row["certainty"]
        if row["verdict"] == "unsupported" and certainty not in ("none", "very low", ""):
            yield at_row(row, "L312", f"'unsupported' with certainty {certainty}", "set it to very low or none")
        if row["verdict"] == "contested" and len(works) < 2:
            yield at_row(row, "L312", "'contested' by one work", "name the works that disagree")
        held = [studies[work] for work in works if work in studies]
        unheld = [s["design"] for s in held if s["design"] in UNCOMPARED]
        if certainty in ("moderate", "high") and row["kind"] in EFFECTS and held and len(unheld) == len(held):
            message = f"certainty {certainty} on {unheld[0]} alone"
            yield at_row(row, "L312", message, "lower it, or name the comparison that bears it")
        elif certainty == "high" and row["kind"] in BENEFIT and held and all(s["design"] in TRIALS for s in held):
            people = sum(study.number("n") or 0 for study in held)
            if people < FEWEST_FOR_HIGH:
                message = f"certainty high on trials of {people:g} people"
                yield at_row(row, "L312", message, "lower it for imprecision, or name the larger evidence")


@rule("L313", "verdict-against-rows")
def verdict_against_rows(project: Project) -> Iterator[Finding]:
    """A claim of benefit is called supported though no contrast among its findings favours the first arm.

    Or contradicted though all of them do, and the claim denies nothing.
    """
    for row in _claims(project):
        favours = [finding["favours"] for finding in _findings(project, row) if finding.table == "effects"]
        if row["kind"] not in BENEFIT or not favours:
            continue
        if row["verdict"] == "supported" and "first" not in favours:
            yield at_row(row, "L313", f"supported by rows that favour {favours[0]}", "correct the verdict or the rows")
        if row["verdict"] == "contradicted" and set(favours) == {"first"} and not NEGATION.search(row["text"]):
            yield at_row(row, "L313", "contradicted by rows that favour the first arm", "correct verdict or rows")


@rule("L314", "leftover-in-print")
def leftover_in_print(project: Project) -> Iterator[Finding]:
    """A cell that pages print as it stands holds markup, a tag, an entity, a merge mark or a note to oneself."""
    for rows in project.evidence.tables.values():
        for row in rows:
            if not SUSPECT.search("\0".join(row.cells.values())):
                continue
            for number, (column, text) in enumerate(row.cells.items(), 1):
                match = None if column in NOT_PRINTED else LEFTOVER.search(text)
                if match:
                    message = f"{row.id or row.get('claim') or row.study}: {column} holds '{match[0]}'"
                    yield Finding(row.path, row.line, number, "L314", message, "write plain words")


@rule("L315", "share-in-words")
def share_in_words(project: Project) -> Iterator[Finding]:
    """The reason gives a share or a factor in words ("two thirds", "one in eight", "doubled") that no finding holds.

    Matched are percentages and events of n within three points, ratios within a fifth, and the notes of its studies.
    """
    rows_of = {row.study: row for row in project.evidence.tables["studies"]}
    for row in _claims(project):
        notes = " ".join(rows_of[key]["certainty_note"] for key in parts(row["evidence"]) if key in rows_of).lower()
        for match in SHARE.finditer(row["rationale"]):
            rows = _findings(project, row)
            held = _has_factor(rows, match) if match["times"] else _has_share(rows, match)
            if not held and match[0].lower() not in notes:
                message = f"the reason says '{match[0]}', which no finding holds"
                yield at_row(row, "L315", message, "name the row that says so, or leave it out")


def _has_share(rows: list[Row], match: re.Match) -> bool:
    if match["a"]:
        share = COUNTS[match["a"].lower()] / COUNTS[match["b"].lower()]
    else:
        share = COUNTS[match["c"].lower()] / PARTS[match["d"].lower()]
    return any(abs(share - held) <= 0.03 for row in rows for held in _shares(row))


def _shares(row: Row) -> Iterator[float]:
    n, events = (
        (row.number("n") if "n" in row.cells else None),
        (row.number("events") if "events" in row.cells else None),
    )
    if n and events is not None:
        yield events / n
    for number in re.findall(r"\d+(?:\.\d+)?", f"{row.get('value')} {row.get('note')} {row.get('statement')}"):
        yield float(number) / 100


def _has_factor(rows: list[Row], match: re.Match) -> bool:
    factor = FACTORS[match["times"].lower()]
    values = [row.number("value") or 0.0 for row in rows if row.table not in ("quantities", "statements")]
    quotients = [a / b for a in values for b in values if b]
    return any(abs(held - factor) <= factor / 5 for held in values + quotients)


@rule("L316", "therapy-told-as-drug")
def therapy_told_as_drug(project: Project) -> Iterator[Finding]:
    """A claim about the therapy is booked as one about the drug, so that trials of the drug alone can prove it.

    Told by its own words ("the treatment" helps, and the words of the therapy in evidence/words.json), and by
    appearances that are all said of the therapy.
    """
    words = project.words.get("about", {}).get("therapy", {}).get("words") or "(?!)"
    therapy = re.compile(rf"(?<!without )\b({words})\b", re.I)
    notes: dict[str, list[str]] = defaultdict(list)
    for place in project.evidence.tables["appearances"]:
        notes[place["claim"]].append(place["note"].lower())
    for row in _claims(project):
        if row["about"] != "drug":
            continue
        match = therapy.search(row["text"])
        helps = row["kind"] in {*BENEFIT, "therapy"} and row["text"].lower().startswith("the treatment")
        said = notes[row["claim"]]
        if match or helps or (said and all("said of the therapy" in note for note in said)):
            why = f"the claim speaks of '{match[0] if match else 'the treatment'}'"
            yield at_row(row, "L316", f"about the drug, but {why}", "set about to therapy")


@rule("L317", "contradiction-of-unknown")
def contradiction_of_unknown(project: Project) -> Iterator[Finding]:
    """A contradiction between articles names an unknown claim, one that none of its articles makes, or one claim twice.

    Two claims or more contradict each other, in two articles or more.
    """
    known = {row["claim"] for row in _claims(project)}
    made = {(row["claim"], row["article"]) for row in project.evidence.tables["appearances"]}
    for row in project.evidence.tables["contradictions"]:
        for column in ("claims", "articles"):
            named = parts(row[column])
            if len(set(named)) < len(named):
                twice = next(name for name in named if named.count(name) > 1)
                yield at_row(row, "L317", f"'{twice}' stands twice in {column}", "name each once")
            elif len(named) < 2 and column == "claims":
                yield at_row(row, "L317", f"'{row[column]}' contradicts nothing", "name the claims that disagree")
        for claim in dict.fromkeys(parts(row["claims"])):
            if claim not in known:
                yield at_row(row, "L317", f"no claim '{claim}'", "correct the id; evidence/claims.csv lists them")
            elif not any((claim, article) in made for article in parts(row["articles"])):
                message = f"'{claim}' appears in none of the articles {row['articles']}"
                yield at_row(row, "L317", message, "correct the articles or the claim")


@rule("L318", "line-not-judged")
def line_not_judged(project: Project) -> Iterator[Finding]:
    """A line of an article makes no claim of the ledger and is not declared silent: a claim was lost.

    Every line of every article has an appearance, or stands in silent_lines of its section, and not both. Sections
    follow each other without an overlap.
    """
    tables = project.evidence.tables
    for article in tables["articles"]:
        name, count = article["article"], int(article["lines"])
        sections = sorted(
            (row for row in tables["sections"] if row["article"] == name), key=lambda row: int(row["order"])
        )
        speaking = {int(row["line"]) for row in tables["appearances"] if row["article"] == name}
        silent = {int(line): row for row in sections for line in parts(row["silent_lines"]) if line.isdigit()}
        spans = {line for row in sections for line in range(int(row["first_line"]), int(row["last_line"]) + 1)}
        covered = speaking | set(silent)
        if len(covered) < count:
            bare = ", ".join(str(line) for line in sorted(spans - covered)[:8])
            message = f"article {name}: {count - len(covered)} of {count} lines make no claim, among lines {bare}"
            yield at_row(article, "L318", message, "add the claim and its appearance, or declare the line silent")
        for line in sorted(covered - spans):
            yield at_row(article, "L318", f"article {name} has no section with line {line}", "correct the line")
        if len(covered & spans) > count:
            message = f"article {name}: {len(covered)} lines are judged, but it has {count}"
            yield at_row(article, "L318", message, "correct the column lines, or the lines of the appearances")
        for line in sorted(speaking & set(silent)):
            message = f"line {line} is declared silent, but a claim appears there"
            yield at_row(silent[line], "L318", message, "take it out of silent_lines")
        for before, after in pairwise(sections):
            if not int(before["first_line"]) <= int(before["last_line"]) < int(after["first_line"]):
                message = f"'{after['section']}' begins before '{before['section']}' ends"
                yield at_row(after, "L318", message, "correct the lines or the order")


@rule("L319", "claim-turned-round")
def claim_turned_round(project: Project) -> Iterator[Finding]:
    """The words of a claim deny what its id affirms, or the reverse: they were turned while the verdict stayed.

    A denial may be soft: seldom, hardly, fails to. So is a claim turned that is called supported and says "always" or
    "everyone", or whose id names a condition (evidence/words.json, `conditions`) that its words do not.
    """
    conditions = {name: re.compile(words, re.I) for name, words in project.words.get("conditions", {}).items()}
    for row in _claims(project):
        absolute = ABSOLUTE.search(row["text"]) if row["verdict"] in ("supported", "partly supported") else None
        if absolute and not NEGATION.search(row["text"]):
            message = f"'{row['verdict']}', but the claim says '{absolute[0]}'"
            yield at_row(row, "L319", message, "restore the words, or judge the claim anew")
        named = row["claim"].replace("-", " ")
        lost = next((name for name, p in conditions.items() if p.search(named) and not p.search(row["text"])), "")
        if lost:
            message = f"the id is on {lost}, which the words do not name"
            yield at_row(row, "L319", message, "restore the words, or rename the claim and judge it anew")
        denied = PLAIN_DENIAL_IN_ID.search(row["claim"])
        if denied and not (NEGATION.search(row["text"]) or SOFT_DENIAL.search(row["text"])):
            message = f"the id says '{denied[2]}', which the claim does not"
            yield at_row(row, "L319", message, "restore the words, or rename the claim and judge it anew")
        match = TURNED.match(row["text"])
        if match and not SUBORDINATE.search(match[0]) and not DENIAL_IN_ID.search(row["claim"]):
            message = f"the claim says '{match[1]}', which its id does not"
            yield at_row(row, "L319", message, "restore the words, or rename the claim and judge it anew")
