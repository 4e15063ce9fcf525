"""Family N, sixth part: what a sentence tells of the works it cites, without a number, fits the rows of those works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kapbook.checks.bound import named, word_patterns
from kapbook.checks.model import Finding, Project, row_rule
from kapbook.checks.sentences import Told, design_of, listed, rows_of, said_of, sentences, works_of_page
from kapbook.evidence import Row
from kapbook.prose.documents import Document
from kapbook.prose.passages import split_target

NOT_STATED = re.compile(r"not stated|worldwide|multinational|countries")
REVIEWS = {"narrative review", "systematic review", "meta-analysis", "guideline", "regulator", "label", "news"}
"""Designs that tell of more than their rows hold."""

OF_MANY = {"label", "regulator", "news"}
"""Designs that tell of people, routes and drugs beside their own."""

DENYING = re.compile(r"\b(?:no|none|nobody|nor)\b")
"""What is not there may be of any kind."""

WORD = re.compile(r"[\w'-]+")
BESIDE = re.compile(r"\(\?<?[=!][^()]*\)")
"""What must stand beside a word, in a pattern of evidence/words.json; each alternative of a fact is one word."""

CLAUSE = re.compile(r"[,;:()]")

SIGNIFICANT = re.compile(r"\bsignificant(?:ly)?\b", re.I)
DENIED = re.compile(
    r"\b(?:not|no|neither|without|none|nor|never|hardly|nothing|whether|if|until|unless|for|too)\b[^.;:]{0,60}$"
    r"|n't\b",
    re.I,
)
FAVOURED = re.compile(r"\bfavou?r(?:s|ed)\s+(?P<arm>[\w' -]{1,30})", re.I)
SHOWN = re.compile(
    r"\b(?:(?:has|have|had) been|was|were|is|are) (?P<what>shown|proven|proved|approved|licensed)\b", re.I
)
OF_SIGN = re.compile(r"\b(?:minus|plus|negative|positive|zero|one|left|right) $", re.I)
DOSE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) ?(mg/kg|mg|micrograms?|\u00b5g)(?![\w/])")


@row_rule("N225", "told-of-others")
def told_of_others(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence names a country, age, route, condition, drug or species that is not that of the works it tells of.

    The words stand under `facts` in evidence/words.json. Told is a word of a fact that no row of its works says, when
    their rows say another; works that say nothing of it are left alone. Reviews, and facts that sentences like to
    contrast (`looseFacts`), are told only when no word of the sentence fits; labels, and clauses that deny, tell of
    much beside.
    """
    for told in sentences(project, document):
        if not told.own:
            continue
        for fact, said in _said(project, told):
            strange = [word for word in said if not any(_says(project, fact, w, word) for w in told.works)]
            designs = {design_of(project, work) for work in told.works}
            if fact != "country":
                strange = [] if designs & OF_MANY else [w for w in strange if not _denied(project, fact, w, told.text)]
            loose = fact in project.words.get("looseFacts", ()) or designs & REVIEWS
            if not strange or (loose and len(strange) < len(said)):
                continue
            others = [_says_of(project, fact, work) for work in told.works]
            if all(others):
                place = word_patterns(project, f"facts.{fact}")[strange[0]].search(told.text)
                known = ", ".join(sorted(frozenset[str]().union(*others)))
                message = f"'{place[0]}' ({fact}), but the rows of {listed(told.works)} say {known}"  # type: ignore[index]
                remedy = "correct the words, or cite the work that they are of"
                yield told.finding(document, place.start(), "N225", message, remedy)  # type: ignore[union-attr]


def _said(project: Project, told: Told) -> Iterator[tuple[str, list[str]]]:
    """Facts of which a sentence holds words, with these; each word of the book is looked at once, few belong."""
    known = project.memory.setdefault("facts of words", {})
    found: dict[str, set[str]] = {}
    for word in WORD.findall(told.lower):
        if word not in known:
            known[word] = list(_belongs_to(project, word))
        for fact, name in known[word]:
            found.setdefault(fact, set()).add(name)
    for fact, names in sorted(found.items()):
        patterns = word_patterns(project, f"facts.{fact}")
        said = [name for name in sorted(names) if patterns[name].search(told.text)]
        if said:
            yield fact, said


def _belongs_to(project: Project, word: str) -> Iterator[tuple[str, str]]:
    """Facts and words of their vocabularies to which one word in small letters may belong, whatever is beside it."""
    if "single words" not in project.memory:
        single = {
            (fact, name): BESIDE.sub("", pattern).replace("(?-i:", "(?:").lower()
            for fact, words in project.words.get("facts", {}).items()
            for name, pattern in words.items()
        }
        whole = re.compile(rf"\b(?:{'|'.join(single.values()) or '(?!)'})(?!\w)")
        project.memory["single words"] = whole, single
    whole, single = project.memory["single words"]
    if whole.search(word):
        yield from (key for key, pattern in single.items() if re.search(rf"\b(?:{pattern})(?!\w)", word))


def _denied(project: Project, fact: str, word: str, text: str) -> bool:
    """Whether a word stands in a clause that denies."""
    clauses = [part for part in CLAUSE.split(text) if word_patterns(project, f"facts.{fact}")[word].search(part)]
    return all(DENYING.search(part.lower()) for part in clauses)


def _may_hold(project: Project, name: str, patterns: Iterable[str], told: Told) -> bool:
    """Whether a sentence can hold a word of a vocabulary: quick, in small letters; most sentences hold none."""
    if name not in project.memory:
        whole = "|".join(f"(?:{pattern})" for pattern in patterns)
        project.memory[name] = re.compile(rf"\b(?:{whole.lower()})(?!\w)")
    return bool(project.memory[name].search(told.lower))


def _source(project: Project, fact: str, work: str) -> str:
    """Where the rows say a fact: the country in its own column, the rest anywhere."""
    if fact != "country":
        return said_of(project, work)
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
        if not told.own or not _may_hold(project, "any design", words, told):
            continue
        designs = {design_of(project, work) for work in told.works}
        if "" in designs:
            continue
        said = [
            (match, allowed)
            for pattern, allowed in words.items()
            if (match := _design_pattern(project, pattern).search(told.text))
        ]
        if said and not any(designs & set(allowed) for _, allowed in said):
            match = said[0][0]
            message = f"'{match[0]}', but {listed(told.works)}: {' and '.join(sorted(designs))}"
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
            message = f"'{match[0]}', but no contrast of {listed(told.works)} favours an arm"
            yield told.finding(document, match.start(), "N227", message, remedy)
        favoured = FAVOURED.search(told.text)
        of_sign = favoured and OF_SIGN.search(told.text[: favoured.start()])  # a legend, which N216 reads
        arms = named(project, "arms", favoured["arm"]) if favoured and not of_sign else frozenset()
        if favoured and arms and not any(arms & _favoured(project, row) for row in effects):
            message = f"'{favoured[0].strip()}', but no contrast of {listed(told.works)} does"
            yield told.finding(document, favoured.start(), "N227", message, remedy)


def _is_clear(row: Row) -> bool:
    return row["favours"] in ("first", "second")


def _favoured(project: Project, row: Row) -> frozenset[str]:
    """Words of the arm that a contrast favours."""
    first, _, second = row["contrast"].partition(" v ")
    if row["favours"] == "second":
        return named(project, "arms", second) | {"control"}
    return named(project, "arms", first) if row["favours"] == "first" else frozenset()


@row_rule("N231", "shown-against-rows")
def shown_against_rows(project: Project, document: Document) -> Iterator[Finding]:
    """A sentence says that something was shown, proven or approved, and the rows of its works say that it was not."""
    for told in sentences(project, document):
        for match in SHOWN.finditer(told.text) if told.own else ():
            if DENIED.search(told.text[: match.start()]) or not any(_denies(project, match, w) for w in told.works):
                continue
            message = f"'{match[0]}', but a row of {listed(told.works)} says that it was not"
            yield told.finding(document, match.start(), "N231", message, "restore the 'not', or correct the row")


def _denies(project: Project, match: re.Match[str], work: str) -> bool:
    """Whether a row of a work denies what a sentence says in the same word."""
    return bool(re.search(rf"\bnot (?:been )?{match['what'].lower()}\b", said_of(project, work).lower()))


@row_rule("N228", "dose-of-no-row")
def dose_of_no_row(project: Project, document: Document) -> Iterator[Finding]:
    """A dose is declared unbound, and no row of the works of its sentence, paragraph or page names that dose."""
    doses = [(use, DOSE.search(split_target(use.text)[0])) for use in document.roles("unbound")]
    if not any(dose for _, dose in doses):
        return
    everywhere = works_of_page(project, document)
    for use, dose in doses:
        works = next((t.works for t in sentences(project, document) if t.holds(use.passage, use.line, use.column)), ())
        works = works or everywhere
        if dose and works and not any(_has_dose(project, work, dose) for work in works):
            message = f"'{dose[0]}', a dose that no row of {listed(works)} names"
            remedy = "check the point and the unit in the source"
            yield Finding(document.place(use.cell), use.line, use.column, "N228", message, remedy)


def _has_dose(project: Project, work: str, dose: re.Match[str]) -> bool:
    said = {(float(size), unit) for size, unit in DOSE.findall(said_of(project, work))}
    return (float(dose[1]), dose[2]) in said
