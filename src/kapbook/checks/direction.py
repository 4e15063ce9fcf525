"""Family N, fifth part: direction, favour and certainty in words fit the rows; a summary gives its page's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kapbook.checks.bound import Bound, bound_numbers, named
from kapbook.checks.intervals import RATIOS
from kapbook.checks.model import Finding, Project, at_offset, at_piece, row_rule
from kapbook.evidence import Row
from kapbook.prose.documents import Document
from kapbook.prose.passages import Passage, flow, sentence_at

DIFFERENCES = {"MD", "SMD", "RD"}
DOWN = "fewer|less|lower|smaller|shorter|below|rarer|milder|weaker"
UP = "more|higher|greater|longer|larger|above|stronger|bigger"
UNIT = r"(?:(?:percentage |standard )?(?:points?|deviations?|days?|hours?|weeks?|in 100|of 100)\s+)?(?:on average )?"
BESIDE = re.compile(rf"[\s%]*{UNIT}(?:(?P<down>{DOWN})|(?P<up>{UP}))\b", re.I)
DECLINE = re.compile(
    r"\b(?:fell|fallen|falls?|drop\w*|lower(?:s|ed|ing)|reduc\w*|declin\w*|decreas\w*|improve\w*|eas(?:e|ed|ing)|lost)\b",
    re.I,
)
FALLS = re.compile(r"\b(?:fall|reduction|decrease|drop|improvement|extra)\b", re.I)
OFTEN = re.compile(
    r"[^.;:()]{0,40}?\b(?:times\s+)?(?:(?P<down>less|rarer|fewer|lower)|(?P<up>as|more|higher|greater))\s+"
    r"(?:often|likely|common|frequent|odds|risk|chance|many|high)\b",
    re.I,
)
SUBJECT = re.compile(
    r"(?P<than>[^.;:()]{0,30}?\bthan\b)?[^.;:()]{0,40}?\b(?:on|with|after|in)\s+(?P<arm>(?:the )?(?:[\w+-]+\s?){1,3})"
)
THAN = re.compile(
    r"[^.;:]{0,60}?(?<!and )(?<!or )(?<!in )(?<!with )"
    r"\b(?:(?P<down>fewer|less|lower|smaller|rarer)|(?P<up>more|higher|greater|larger))\b[^.;:]{0,20}?"
    r"\bthan (?:the |in |with |on |about |only |its |their )*"
)
FAVOUR = re.compile(r"\bin favou?r of (?P<arm>[\w' -]{1,40})", re.I)
LEGEND = re.compile(
    r"\b(?:(?P<low>minus|negative|below (?:zero|one|[01])|(?:under|less than) (?:zero|one|[01]))"
    r"|(?P<high>plus|positive|above (?:zero|one|[01])|(?:over|more than) (?:zero|one|[01])))\b[^.;:]{0,30}?"
    r"\b(?:in favou?r of|favou?r(?:s|ing)?|means?|is) (?:the |a )?(?P<arm>[\w' -]{1,40})",
    re.I,
)
"""What a sign or a side of one means: 'minus favours the first arm'."""

LEVEL = "very low|low|moderate|high"
CERTAINTY = re.compile(
    rf"\bcertainty\b[^.;:(){{}}]{{0,60}}?\b(?P<after>{LEVEL})\b|\b(?P<before>{LEVEL})[ -]certainty\b", re.I
)
OTHERS = re.compile(r"\b(?:review\w*|Cochrane|guideline|authors?|rates?|rated|they|it (?:calls|rates))\b", re.I)
"""Whose judgement a sentence tells when it is not the book's own."""

MIXED = re.compile(r"\b(?:or|to|nor|than|more|and|mostly|at most)\b")


@row_rule("N216", "direction-against-sign")
def direction_against_sign(project: Project, document: Document) -> Iterator[Finding]:
    """A word beside a bound difference or ratio says the contrary of the row's sign, or favours the other arm."""
    for number in bound_numbers(document):
        row = number.row(project)
        if row is None or row.table != "effects":
            continue
        if number.field in ("value", "size", "rounded") and not number.shown.startswith(("-", "\u2212")):
            said = _direction(project, number, row)
            if said and said != _sign(row):
                message = f"'{number.shown}' is told as {WORDS[said]}, the row has {row['value']}: {row['contrast']}"
                yield number.finding("N216", message, "correct the word or the row that is bound")
        legend = LEGEND.search(number.around.after)
        if legend and _turned(project, row, legend):
            message = f"'{' '.join(legend[0].split())}' turns the sign of '{number.shown}' round"
            yield number.finding("N216", message, f"correct the words: {row['better']} is better, {row['contrast']}")
        favoured = FAVOUR.search(number.around.sentence)
        if favoured and row["favours"] in ("first", "second"):
            first, second = _arms(project, row)
            arm = named(project, "arms", favoured["arm"])
            right, wrong = (first, second) if row["favours"] == "first" else (second, first)
            if arm & (wrong - right) and not arm & right:
                message = f"the words favour {' and '.join(sorted(arm))}, the row of '{number.shown}' the other arm"
                yield number.finding("N216", message, f"correct the words: the contrast is '{row['contrast']}'")


@row_rule("N223", "comparison-against-numbers")
def comparison_against_numbers(project: Project, document: Document) -> Iterator[Finding]:
    """Two bound numbers are compared in words (more than, fewer than), and the numbers say the contrary."""
    for number, other in pairwise(bound_numbers(document)):
        row, against = number.row(project), other.row(project)
        if row is None or against is None or number.group != other.group or number.use.passage is not other.use.passage:
            continue
        match = THAN.fullmatch(number.around.after)
        values = (row.number("value"), against.number("value"))
        same = (row.get("unit"), number.field) == (against.get("unit"), other.field)
        if (
            not match
            or not same
            or None in values
            or number.field not in ("value", "rounded")
            or row.table == "effects"
        ):
            continue
        if values[0] == values[1] or (values[0] > values[1]) is bool(match["down"]):  # type: ignore[operator]
            message = f"'{number.shown}' is told as {'less' if match['down'] else 'more'} than '{other.shown}'"
            yield number.finding("N223", message, "correct the word, or the rows that are bound")


def _turned(project: Project, row: Row, legend: re.Match[str]) -> bool:
    """Whether a legend of signs gives a side to the arm that the other side favours."""
    first, second = _arms(project, row)
    arm = named(project, "arms", legend["arm"])
    of_ratio = bool(re.search(r"\b(?:one|1)\b", legend["low"] or legend["high"]))
    if row["better"] not in ("lower", "higher") or of_ratio is not (row["measure"] in RATIOS):
        return False
    below = first if row["better"] == "lower" else second
    right = below if legend["low"] else (second if below is first else first)
    wrong = (first | second) - right
    return bool(arm & wrong and not arm & right)


WORDS = {1: "more", -1: "less"}


def _sign(row: Row) -> int:
    """1 when the first arm has more, -1 when it has less, 0 when both have the same."""
    value = row.number("value") or 0.0
    middle = 1.0 if row["measure"] in RATIOS else 0.0
    return (value > middle) - (value < middle)


def _direction(project: Project, number: Bound, row: Row) -> int:
    """What the words say of the first arm: 1 more, -1 less, 0 nothing that can be told."""
    around = number.around
    ratio = row["measure"] in RATIOS
    match = (OFTEN if ratio else BESIDE).match(around.after)
    if not match or not (ratio or row["measure"] in DIFFERENCES):
        return 0
    said = -1 if match["down"] else 1
    if not ratio and DECLINE.search(around.before):
        said = -said  # it fell by more: the score is lower
    what = f"{row['outcome']} {row['definition']} {row.get('note')}"
    if FALLS.search(what) and not ratio:
        return 0  # the row's value is itself a fall or an improvement
    first, second = _arms(project, row)
    rest = around.sentence[around.sentence.find(around.after) + match.end() :] if around.after else ""
    subject = SUBJECT.match(rest)
    if not subject:
        return said
    arm = named(project, "arms", subject["arm"])
    own, other = (second, first) if subject["than"] else (first, second)
    return -said if arm & (other - own) and not arm & own else said


def _arms(project: Project, row: Row) -> tuple[frozenset[str], frozenset[str]]:
    """Words of the first and second arm of a contrast, 'first v second'."""
    first, _, second = row["contrast"].partition(" v ")
    return named(project, "arms", first), named(project, "arms", second) | {"control"}


@row_rule("N218", "summary-differs")
def summary_differs(project: Project, document: Document) -> Iterator[Finding]:
    """The summary of a page gives one row of an outcome, arm and time, and the text below another value of it."""
    bound = [(number, number.row(project)) for number in bound_numbers(document)]
    above = [(number, row) for number, row in bound if row and ".in-short" in number.use.passage.inside]
    below = [(number, row) for number, row in bound if row and ".in-short" not in number.use.passage.inside]
    used = {row.id for _, row in below}
    for number, row in above:
        if row.id in used or number.field not in ("value", "size", "rounded", "of"):
            continue
        for other, same in below:
            if _measured(same) == _measured(row) and same["value"] != row["value"] and other.field == number.field:
                message = (
                    f"the summary gives '{number.shown}' and line {other.use.line} '{other.shown}' for the same outcome"
                )
                yield number.finding("N218", message, f"bind {same.id} in both places, or say how they differ")
                break


def _measured(row: Row) -> tuple[str, ...]:
    """What a row measures, all but its analysis and definition."""
    columns = ("study", "outcome", "event", "indicator", "quantity", "arm", "contrast", "measure", "unit", "year")
    time = row.get("timepoint_days") or row.get("timepoint")
    return (row.table, time, *(row.get(column) for column in columns))


@row_rule("N219", "certainty-differs")
def certainty_differs(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence states a certainty that is not the one of the question its numbers answer, or that its verb belies.

    GRADE's words are fixed: low certainty says "may", moderate "probably" (evidence/words.json, `certainty`). So does
    the point of a summary, against the certainty of the question that it shows. A sentence that tells a review's own
    rating is left to its readers.
    """
    verbs = {level: words for level, words in project.words.get("certainty", {}).items() if words}
    graded = _graded(project)
    for passage in document.passages():
        running = flow(passage, term="text")
        if ".in-short" in passage.inside:
            yield from _against_role(project, document, passage, verbs)
        for match in CERTAINTY.finditer(running.text):
            level = " ".join((match["after"] or match["before"]).lower().split())
            start, end = sentence_at(running.text, match.start())
            sentence = running.text[start:end]
            if MIXED.search(match[0]) or len(CERTAINTY.findall(sentence)) > 1:
                continue
            for other, words in verbs.items():
                verb = re.search(rf"\b(?:{words})\b", sentence, re.I)
                if verb and level not in (other, "very low") and (level, other) != ("low", "very low"):
                    message = f"'{verb[0]}' beside {level} certainty"
                    remedy = f"'{verb[0]}' is the word for {other} certainty"
                    yield at_offset(document, passage, running, match.start(), "N219", message, remedy)
            if not OTHERS.search(sentence):
                yield from _against_question(document, passage, level, match[0], graded)


def _against_role(project: Project, document: Document, passage: Passage, verbs: dict[str, str]) -> Iterator[Finding]:
    """Points of a summary whose verb is that of another certainty than the one that they show."""
    levels = {row["question"]: row["certainty"] for row in project.evidence.tables["questions"]}
    running, start = flow(passage, term="text"), 0
    for piece in passage.pieces:
        if piece.kind != "role" or piece.name != "certainty":
            continue
        end = running.offset(piece.line, piece.column)
        point, start = running.text[start:end], end + 1
        level = levels.get(piece.text, piece.text)
        said = {other: verb for other, words in verbs.items() if (verb := re.search(rf"\b(?:{words})\b", point, re.I))}
        if said and level not in said and level in (*verbs, "high"):
            other, verb = next(iter(said.items()))
            message = f"'{verb[0]}' beside {level} certainty"
            remedy = f"'{verb[0]}' is the word for {other} certainty; correct the words or the question"
            yield at_piece(document, passage.cell, piece, "N219", message, remedy)


def _against_question(
    document: Document, passage: Passage, level: str, words: str, graded: dict[str, set[str]]
) -> Iterator[Finding]:
    """The first number of a sentence whose question has another certainty than the sentence says."""
    for number in bound_numbers(document):
        levels = graded.get(number.row_id)
        if number.use.passage is passage and words in number.around.sentence and levels and level not in levels:
            own = " or ".join(sorted(levels))
            message = f"{level} certainty, but the question that '{number.shown}' answers has {own}"
            yield number.finding("N219", message, "correct the words or the question's certainty")
            return


def _graded(project: Project) -> dict[str, set[str]]:
    """Certainties of the questions that pool or show a row."""
    if "graded" not in project.memory:
        certainty = {row["question"]: row["certainty"] for row in project.evidence.tables.get("questions", [])}
        found: dict[str, set[str]] = {}
        for row in project.evidence.tables.get("uses", []):
            if row["use"] in ("pooled", "shown") and row["question"] in certainty:
                found.setdefault(row["row"], set()).add(certainty[row["question"]])
        project.memory["graded"] = found
    return project.memory["graded"]
