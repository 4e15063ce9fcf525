"""The sentences of a page, each with the works of which it tells; and the times that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kapbook.checks.agreement import A_NUMBER, DAYS, SLACK, TIME, days_in, fits
from kapbook.checks.model import Finding, Project, at_offset, row_rule
from kapbook.evidence import Row
from kapbook.prose.documents import Document, cited_keys
from kapbook.prose.passages import GAP, SENTENCE_END, Flow, Passage, flow, split_target

DECLARED = "\0"
"""Stands in a sentence for a number that is declared unbound, with its reason."""

UNTOLD = {"id", "study", "locator", "seen_at", "read_through", "funding", "waiver"}
"""Cells that say where a row was found, not what it is about."""

DURATIONS = re.compile(rf"(?:{'|'.join(DAYS)})s?")
NO_TIME = re.compile(rf"(?:\b(?:once|twice|times?|per|each|half)|{GAP}|\d|\btwo|\bthree) $")
NO_TIME_AFTER = re.compile(rf" (?:and a half|before\b|(?:{'|'.join(DAYS)})s?\b)|s? (?:before|ago)\b")
"""What makes 'a week' no time after a dose: how often, a share of it, counted back, or a number of what follows."""

ABOUT = re.compile(
    r"\b(?:within|by|about|around|roughly|some|up to|over|more than|less than|under|nearly|almost)(?: the| an?)? $"
)
ROUGHLY = 0.34
LOWER = re.compile(rf"\b(?P<n>{A_NUMBER}) to $", re.I)
RANGE = re.compile(
    rf"\b(?P<n>{A_NUMBER})(?: to | or | and |-|\u2013){A_NUMBER}[ -](?P<unit>{'|'.join(DAYS)})s?\b", re.I
)
"""'three to five days': the first number has its unit behind the second."""

NEXT_DAY = re.compile(r"\b(?:next|following) (?:day|morning)\b", re.I)


@dataclass(frozen=True)
class Told:
    """A sentence and the works of which it tells.

    Attributes
    ----------
    start : where the sentence starts in its passage's running text
    text, lower : the sentence up to a link to a page elsewhere, and the same in small letters
    works : keys that it cites or whose rows it binds
    own : whether the sentence itself names them, not only its paragraph or page
    """

    passage: Passage
    running: Flow
    start: int
    text: str
    lower: str
    works: tuple[str, ...]
    own: bool

    def holds(self, passage: Passage, line: int, column: int) -> bool:
        """Whether a place of a passage lies in the sentence."""
        return passage is self.passage and 0 <= self.running.offset(line, column) - self.start < len(self.text)

    def finding(self, document: Document, offset: int, code: str, message: str, remedy: str) -> Finding:
        return at_offset(document, self.passage, self.running, self.start + offset, code, message, remedy)


def sentences(project: Project, document: Document) -> list[Told]:
    """Each sentence of a page's prose with the works of which it tells."""
    key = f"told {document.path}"
    if key not in project.memory:
        found = ((passage, _works(project, passage)) for passage in document.passages())
        project.memory[key] = [told for passage, works in found if works for told in _split(passage, works)]
    return project.memory[key]


def works_of_page(project: Project, document: Document) -> tuple[str, ...]:
    """All works that a page cites or whose rows it binds."""
    found = (names for passage in document.passages() for names in _works(project, passage).values())
    return tuple(sorted(set[str]().union(*found)))


def _works(project: Project, passage: Passage) -> dict[tuple[int, int, bool | None], set[str]]:
    """Place of each role of a passage, whether it cites (None: it shows a certainty), and the works that it names."""
    found: dict[tuple[int, int, bool | None], set[str]] = {}
    for piece in passage.pieces:
        if piece.kind != "role":
            continue
        if piece.name.startswith("cite"):
            found[piece.line, piece.column, True] = set(cited_keys(piece.text))
        elif piece.name == "stat":
            row = split_target(piece.text)[1].partition(".")[0]
            if project.evidence.has(row):
                found[piece.line, piece.column, False] = {project.evidence.row(row).study}
        elif piece.name == "certainty" and piece.text in project.works_of_questions:
            found[piece.line, piece.column, None] = project.works_of_questions[piece.text]
    return found


def _split(passage: Passage, works: dict[tuple[int, int, bool | None], set[str]]) -> Iterator[Told]:
    """Sentences of a passage; a citation that begins a sentence belongs to the one before.

    What follows a link to a page elsewhere, up to the end of its sentence, tells of that page.
    """
    running = flow(passage, term="text", unbound=DECLARED)
    text = running.text
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    spans = [(start, end) for start, end in pairwise([0, *ends, len(text)]) if start < end]
    own: dict[int, set[str]] = defaultdict(set)
    for (line, column, cites), found in works.items():
        offset = running.offset(line, column)
        index = next(i for i, (_, end) in enumerate(spans) if offset < end)
        if cites is None:
            continue  # works of a question: its paragraph tells of them, this sentence perhaps of others
        if cites and index and not text[spans[index][0] : offset].strip(f"{GAP} \n"):
            index -= 1
        own[index] |= found
    around = tuple(sorted(set().union(*works.values())))
    small = text.lower() if len(text.lower()) == len(text) else text
    linked = [running.offset(*place) for place in _linked(passage)]
    for index, (start, end) in enumerate(spans):
        end = min([end, *(offset for offset in linked if start <= offset < end)])  # the rest tells of the page linked
        names = tuple(sorted(own[index])) or around
        yield Told(passage, running, start, text[start:end], small[start:end], names, bool(own[index]))


def _linked(passage: Passage) -> Iterator[tuple[int, int]]:
    """Place of the first letters of each link to a page elsewhere."""
    for piece, after in pairwise(passage.pieces):
        if piece.kind == "link" and piece.name.startswith("http") and after.kind == "text" and after.text:
            yield after.line, after.column


def rows_of(project: Project) -> dict[str, list[Row]]:
    """Rows of each work, of all tables; the row of the study itself comes first."""
    if "rows of works" not in project.memory:
        found: dict[str, list[Row]] = defaultdict(list)
        tables = project.evidence.tables
        for name in sorted(tables, key=lambda name: name != "studies"):
            for row in tables[name] if name != "verifications" else ():
                if row.study:
                    found[row.study].append(row)
        project.memory["rows of works"] = found
    return project.memory["rows of works"]


def said_of(project: Project, work: str) -> str:
    """All words of a work's rows."""
    known = project.memory.setdefault("words of works", {})
    if work not in known:
        cells = (value for row in rows_of(project)[work] for name, value in row.cells.items() if name not in UNTOLD)
        known[work] = " ; ".join(dict.fromkeys(filter(None, cells)))
    return known[work]


def design_of(project: Project, work: str) -> str:
    """The design of a work; empty when the table of studies does not hold it."""
    rows = rows_of(project)[work]
    return rows[0].get("design") if rows and rows[0].table == "studies" else ""


def listed(works: Iterable[str]) -> str:
    """Keys of works, the first three of them."""
    named_ = list(works)
    return ", ".join(named_[:3]) + (" …" if len(named_) > 3 else "")


@row_rule("N224", "time-of-no-row")
def time_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence names a time that no row holds of the works of which it tells: a week for a day, week 8 for week 6.

    Its works are those that it cites, whose numbers it binds or whose question's certainty it shows, else those of its
    paragraph. Times within an eighth of each other count as the same, and within a third after "within" or "about".
    A time that no table can hold takes the unbound role with its reason.
    """
    for told in sentences(project, document):
        if not told.works or not any(unit in told.lower for unit in DAYS):
            continue
        if not all(map(rows_of(project).get, told.works)):
            continue
        told_of: set[int] = set()
        for start, words, days, slack, end in _named_times(told.text):
            if end not in told_of and not _is_known(project, told, days, slack):
                told_of.add(end)
                message = f"'{words}', a time that no row of {listed(told.works)} holds"
                remedy = "correct the time, cite the work that it is of, or write {unbound}`… <reason>`"
                yield told.finding(document, start, "N224", message, remedy)


def _is_known(project: Project, told: Told, days: float, slack: float) -> bool:
    return any(fits(time, [days], slack) for work in told.works for time in _times(project, work))


def _named_times(text: str) -> Iterator[tuple[int, str, float, float, int]]:
    """Each time of a sentence after or before something: offset, words, days, how far it may differ, and its end."""
    for match in TIME.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        unit, number = match["unit"] or match["unit2"], match["n"] or match["n2"]
        often = number.lower() in ("a", "an") and (match["unit"] or before.endswith(" in "))
        if often or NO_TIME.search(before) or NO_TIME_AFTER.match(after):
            continue
        lower = LOWER.search(before)
        slack = ROUGHLY if ABOUT.search(before[: lower.start()] if lower else before) else SLACK
        named = [(match.start(), match[0], match[0])]
        if lower:
            named.append((lower.start(), f"{lower[0]}{match[0]}", f"{lower['n']} {unit}"))
        for start, words, time in named:
            yield from ((start, words, days, slack, match.end()) for days in days_in(time))


def _times(project: Project, work: str) -> Iterator[float]:
    """Times in days of a work's rows: those booked as numbers first, then those in its words."""
    known = project.memory.setdefault("times of works", {})
    if work not in known:
        known[work] = [_booked(rows_of(project)[work]), None]
    yield from known[work][0]
    if known[work][1] is None:
        words = said_of(project, work)
        known[work][1] = times_in(words) | ({1.0} if NEXT_DAY.search(words) else set())
    yield from known[work][1]


def times_in(text: str) -> set[float]:
    """Times that a text names, in days, both ends of ranges among them."""
    return days_in(text) | {time for match in RANGE.finditer(text) for time in days_in(f"{match['n']} {match['unit']}")}


def _booked(rows: list[Row]) -> set[float]:
    """Times that rows hold as numbers, in days: their time point, and values whose unit is one of time."""
    found = {float(row["timepoint_days"]) for row in rows if row.get("timepoint_days")}
    for row in rows:
        if DURATIONS.fullmatch(row.get("unit")):
            unit = DAYS[row["unit"].rstrip("s")]
            found.update(float(row.get(name)) * unit for name in ("value", "low", "high") if row.get(name))
            found.update(float(row.get(name)) * unit for name in ("ci_low", "ci_high") if row.get(name))
    return found
