"""Family N, sixth part: what a sentence tells of the works it cites, without a number, fits the rows of those works."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kapbook.checks.agreement import DAYS, SLACK, TIME, days_in, fits
from kapbook.checks.bound import named, word_patterns
from kapbook.checks.model import Finding, Project, at_offset, row_rule
from kapbook.evidence import Row
from kapbook.prose.documents import Document, cited_keys
from kapbook.prose.passages import GAP, Flow, Passage, flow, sentence_at, split_target

DECLARED = "\0"
"""Stands in a sentence for a number that is declared unbound, with its reason."""

UNTOLD = {"id", "study", "locator", "seen_at", "read_through", "funding", "waiver"}
"""Cells that say where a row was found, not what it is about."""

NOT_STATED = re.compile(r"not stated|worldwide|multinational|countries")
DURATIONS = re.compile(rf"(?:{'|'.join(DAYS)})s?")
REVIEWS = {"narrative review", "systematic review", "meta-analysis", "guideline", "regulator", "label", "news"}
"""Designs that tell of more than their rows hold."""

NO_TIME = re.compile(rf"(?:\b(?:once|twice|times?|per|each|half|injections)|{GAP}|\d|\btwo|\bthree) $")
NO_TIME_AFTER = re.compile(rf" (?:and a half|before\b|(?:{'|'.join(DAYS)})s?\b)|s? (?:before|ago)\b")
"""What makes 'a week' no time after a dose: how often, a share of it, counted back, or a number of what follows."""

ABOUT = re.compile(r"\b(?:within|by|about|around|roughly|some|up to|over|more than|less than|under|nearly|almost)(?: the| an?)? $")
ROUGHLY = 0.34
NEXT_DAY = re.compile(r"\b(?:next|following) (?:day|morning)\b", re.I)

SIGNIFICANT = re.compile(r"\bsignificant(?:ly)?\b", re.I)
DENIED = re.compile(
    r"\b(?:not|no|neither|without|none|nor|never|hardly|nothing|whether|if|until|unless|for|too)\b[^.;:]{0,60}$|n't\b", re.I
)
FAVOURED = re.compile(r"\bfavou?r(?:s|ed)\s+(?P<arm>[\w' -]{1,30})", re.I)
DOSE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) ?(mg/kg|mg|micrograms?|\u00b5g)(?![\w/])")


@dataclass(frozen=True)
class Told:
    """A sentence and the works of which it tells.

    Attributes
    ----------
    start, text : where the sentence starts in its passage's running text, and the sentence
    works : keys that it cites or whose rows it binds
    own : whether the sentence itself names them, not only its paragraph or page
    """

    passage: Passage
    running: Flow
    start: int
    text: str
    works: tuple[str, ...]
    own: bool

    def finding(self, document: Document, offset: int, code: str, message: str, remedy: str) -> Finding:
        return at_offset(document, self.passage, self.running, self.start + offset, code, message, remedy)


def sentences(project: Project, document: Document) -> list[Told]:
    """Each sentence of a page's prose with the works of which it tells."""
    key = f"told {document.path}"
    if key not in project.memory:
        found = ((passage, _works(project, passage)) for passage in document.passages())
        project.memory[key] = [told for passage, works in found if works for told in _split(passage, works)]
    return project.memory[key]


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
        elif piece.name == "certainty" and piece.text in _asked(project):
            found[piece.line, piece.column, None] = _asked(project)[piece.text]
    return found


def _asked(project: Project) -> dict[str, set[str]]:
    """Works whose rows a question uses."""
    if "works of questions" not in project.memory:
        found: dict[str, set[str]] = defaultdict(set)
        for use in project.evidence.tables.get("uses", []):
            if project.evidence.has(use["row"]):
                found[use["question"]].add(project.evidence.row(use["row"]).study)
        project.memory["works of questions"] = found
    return project.memory["works of questions"]


def _split(passage: Passage, works: dict[tuple[int, int, bool | None], set[str]]) -> Iterator[Told]:
    """Sentences of a passage; a citation that begins a sentence belongs to the one before.

    A sentence that links to a page elsewhere, and cites nothing, tells of that page.
    """
    running = flow(passage, term="text", unbound=DECLARED)
    text, start, spans = running.text, 0, []
    while start < len(text):
        spans.append((start, sentence_at(text, start)[1]))
        start = max(spans[-1][1], start + 1)
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
    linked = [running.offset(*place) for place in _linked(passage)]
    for index, (start, end) in enumerate(spans):
        elsewhere = any(start <= offset < end for offset in linked)
        names = tuple(sorted(own[index])) or (() if elsewhere else around)
        yield Told(passage, running, start, text[start:end], names, bool(own[index]))


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


def _said_of(project: Project, work: str) -> str:
    """All words of a work's rows."""
    known = project.memory.setdefault("words of works", {})
    if work not in known:
        cells = (value for row in rows_of(project)[work] for name, value in row.cells.items() if name not in UNTOLD)
        known[work] = " ; ".join(dict.fromkeys(filter(None, cells)))
    return known[work]


def _design(project: Project, work: str) -> str:
    rows = rows_of(project)[work]
    return rows[0].get("design") if rows and rows[0].table == "studies" else ""


@row_rule("N224", "time-of-no-row")
def time_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence names a time that no row holds of the works of which it tells: a week for a day, week 8 for week 6.

    Its works are those that it cites, whose numbers it binds or whose question's certainty it shows, else those of its
    paragraph. Times within an eighth of each other count as the same, and within a third after "within" or "about".
    A time that no table can hold takes the unbound role with its reason.
    """
    for told in sentences(project, document):
        for match in TIME.finditer(told.text) if told.works else ():
            before, after = told.text[: match.start()], told.text[match.end() :]
            unit_first, single = match["unit"], (match["n"] or match["n2"]).lower() in ("a", "an")
            if (single and (unit_first or before.endswith(" in "))) or NO_TIME.search(before):
                continue
            if NO_TIME_AFTER.match(after):
                continue
            slack = ROUGHLY if ABOUT.search(before) else SLACK
            said = days_in(match[0])
            known = (time for work in told.works for time in _times(project, work))
            if said and all(map(rows_of(project).get, told.works)) and not any(fits(time, said, slack) for time in known):
                message = f"'{match[0]}', a time that no row of {_list(told.works)} holds"
                remedy = "correct the time, cite the work that it is of, or write {unbound}`… <reason>`"
                yield told.finding(document, match.start(), "N224", message, remedy)


def _times(project: Project, work: str) -> Iterator[float]:
    """Times in days of a work's rows: those booked as numbers first, then those in its words."""
    known = project.memory.setdefault("times of works", {})
    if work not in known:
        known[work] = [_booked(rows_of(project)[work]), None]
    yield from known[work][0]
    if known[work][1] is None:
        words = _said_of(project, work)
        known[work][1] = days_in(words) | ({1.0} if NEXT_DAY.search(words) else set())
    yield from known[work][1]


def _booked(rows: list[Row]) -> set[float]:
    """Times that rows hold as numbers, in days: their time point, and values whose unit is one of time."""
    found = {float(row["timepoint_days"]) for row in rows if row.get("timepoint_days")}
    for row in rows:
        if DURATIONS.fullmatch(row.get("unit")):
            unit = DAYS[row["unit"].rstrip("s")]
            found.update(float(row.get(name)) * unit for name in ("value", "low", "high") if row.get(name))
            found.update(float(row.get(name)) * unit for name in ("ci_low", "ci_high") if row.get(name))
    return found


def _list(works: Iterable[str]) -> str:
    named_ = list(works)
    return ", ".join(named_[:3]) + (" …" if len(named_) > 3 else "")


@row_rule("N225", "told-of-others")
def told_of_others(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence names a country, an age, a route or a species that is not that of the works of which it tells.

    The words stand under `facts` in evidence/words.json. Told is a word of a fact that no row of its works says, when
    their rows say another; works that say nothing of it are left alone, and so is a review whose rows say one of the
    words, for it tells of more than its rows hold.
    """
    for told in sentences(project, document):
        if not told.own:
            continue
        for fact in project.words.get("facts", {}):
            pattern = _any_of(project, fact)
            if not pattern.search(told.text):
                continue
            said = named(project, f"facts.{fact}", told.text)
            strange = [word for word in sorted(said) if not any(_says(project, fact, w, word) for w in told.works)]
            loose = fact == "species" or any(_design(project, work) in REVIEWS for work in told.works)
            if not strange or (loose and len(strange) < len(said)):
                continue
            others = [_says_of(project, fact, work) for work in told.works]
            if all(others):
                place = word_patterns(project, f"facts.{fact}")[strange[0]].search(told.text)
                known = ", ".join(sorted(frozenset[str]().union(*others)))
                message = f"'{place[0]}' ({fact}), but the rows of {_list(told.works)} say {known}"  # type: ignore[index]
                remedy = "correct the words, or cite the work that they are of"
                yield told.finding(document, place.start(), "N225", message, remedy)  # type: ignore[union-attr]


def _any_of(project: Project, fact: str) -> re.Pattern[str]:
    """One pattern for all words of a fact: most sentences hold none."""
    key = f"any of {fact}"
    if key not in project.memory:
        whole = "|".join(f"(?:{pattern})" for pattern in project.words["facts"][fact].values())
        project.memory[key] = re.compile(rf"\b(?:{whole})", re.I)
    return project.memory[key]


def _source(project: Project, fact: str, work: str) -> str:
    """Where the rows say a fact: the country in its own column, the rest anywhere."""
    if fact != "country":
        return _said_of(project, work)
    cell = next((row["country"] for row in rows_of(project)[work] if row.table == "studies"), "")
    return "" if NOT_STATED.search(cell) else cell


def _says(project: Project, fact: str, work: str, word: str) -> bool:
    return bool(word_patterns(project, f"facts.{fact}")[word].search(_source(project, fact, work)))


def _says_of(project: Project, fact: str, work: str) -> frozenset[str]:
    return named(project, f"facts.{fact}", _source(project, fact, work))


@row_rule("N226", "another-design")
def another_design(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence calls its works what they are not: records a randomised trial, a trial a survey.

    Words and the designs that each may stand for are under `designs` in evidence/words.json; told when no such word of
    the sentence fits the design of any work that it cites.
    """
    words = project.words.get("designs", {})
    for told in sentences(project, document):
        designs = {_design(project, work) for work in told.works} if told.own else {""}
        if "" in designs:
            continue
        said = [
            (match, allowed)
            for pattern, allowed in words.items()
            if (match := _design_pattern(project, pattern).search(told.text))
        ]
        if said and not any(designs & set(allowed) for _, allowed in said):
            match = said[0][0]
            message = f"'{match[0]}', but {_list(told.works)}: {' and '.join(sorted(designs))}"
            yield told.finding(document, match.start(), "N226", message, "call the work what it is, or cite another")


def _design_pattern(project: Project, pattern: str) -> re.Pattern[str]:
    known = project.memory.setdefault("design patterns", {})
    if pattern not in known:
        known[pattern] = re.compile(rf"\b(?<![\w-])(?:{pattern})(?![\w-])", re.I)
    return known[pattern]


@row_rule("N227", "significance-against-rows")
def significance_against_rows(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence calls a result significant, or says whom it favours, and no contrast of its works says so."""
    for told in sentences(project, document):
        effects = [row for work in told.works for row in rows_of(project)[work] if row.table == "effects"]
        if not told.own or not effects or not all(row["favours"] for row in effects):
            continue
        match = SIGNIFICANT.search(told.text)
        remedy = "correct the words, or the column favours from the source"
        if match and not DENIED.search(told.text[: match.start()]) and not any(_is_clear(row) for row in effects):
            message = f"'{match[0]}', but no contrast of {_list(told.works)} favours an arm"
            yield told.finding(document, match.start(), "N227", message, remedy)
        favoured = FAVOURED.search(told.text)
        arms = named(project, "arms", favoured["arm"]) if favoured else frozenset()
        if favoured and arms and not any(arms & _favoured(project, row) for row in effects):
            message = f"'{favoured[0].strip()}', but no contrast of {_list(told.works)} does"
            yield told.finding(document, favoured.start(), "N227", message, remedy)


def _is_clear(row: Row) -> bool:
    return row["favours"] in ("first", "second")


def _favoured(project: Project, row: Row) -> frozenset[str]:
    """Words of the arm that a contrast favours."""
    first, _, second = row["contrast"].partition(" v ")
    if row["favours"] == "second":
        return named(project, "arms", second) | {"control"}
    return named(project, "arms", first) if row["favours"] == "first" else frozenset()


@row_rule("N228", "dose-of-no-row")
def dose_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """A dose is declared unbound, and no row of the works of its sentence, paragraph or page names that dose."""
    for told in sentences(project, document):
        if DECLARED not in told.text or not told.works:
            continue
        for piece in told.passage.pieces:
            if piece.kind != "role" or piece.name != "unbound":
                continue
            offset = told.running.offset(piece.line, piece.column) - told.start
            dose = DOSE.search(split_target(piece.text)[0])
            if dose and 0 <= offset < len(told.text) and not any(_has_dose(project, w, dose) for w in told.works):
                message = f"'{dose[0]}', a dose that no row of {_list(told.works)} names"
                yield told.finding(document, offset, "N228", message, "check the point and the unit in the source")


def _has_dose(project: Project, work: str, dose: re.Match[str]) -> bool:
    said = {(float(size), unit) for size, unit in DOSE.findall(_said_of(project, work))}
    return (float(dose[1]), dose[2]) in said
