"""Run the rules over a checkout, apply declared exceptions, and print findings."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kapbook.checks.model import RULES, WORDS, Finding, Project, Rule
from kapbook.checks.tables import unreckonable
from kapbook.checks.waivers import waived as waived_codes
from kapbook.evidence import EvidenceError, read
from kapbook.prose.documents import Document
from kapbook.store import Store, code_digest, in_two

CODE = ("src/kapbook/*.py", "src/kapbook/checks/*.py", "src/kapbook/evidence/*.py", "src/kapbook/prose/*.py")
"""What findings come from, beside what rules read: findings of other code are forgotten."""

MODULES = (
    "citations",
    "references",
    "entries",
    "records",
    "verifications",
    "tables",
    "rows",
    "trials",
    "wording",
    "arms",
    "sizes",
    "waivers",
    "provenance",
    "intervals",
    "plausibility",
    "numbers",
    "words",
    "agreement",
    "direction",
    "sentences",
    "told",
    "counted",
    "pairs",
    "prose",
    "markup",
    "pages",
    "blocks",
    "crisis",
    "links",
    "ledger",
    "claims",
    "verdicts",
    "questions",
    "answers",
    "notebooks",
    "cells",
    "settings",
    "gate",
)
GRAVITY = "N204 N203 N213 N214 N215 N202 N216 N223 N220 N221 N218 N212 N217 N219 N206 P719 P720 B414 B416".split()  # noqa: SIM905
"""Rules on a bound number from the gravest on: a number bound to another row breaks several at once."""

for _module in MODULES:
    importlib.import_module(f"kapbook.checks.{_module}")


def check(root: Path, codes: Iterable[str] = ()) -> list[Finding]:
    """Findings of all rules, or of those whose code starts with one of `codes`, in file order.

    Raises
    ------
    EvidenceError, TextError : a file cannot be read, or a pattern of the words of the subject is none.
    """
    try:
        return _check(root, codes)
    except re.error as error:  # the package's own patterns were read when it was loaded
        raise EvidenceError(f"{_pattern(root, error)}; correct it or restore it from git") from None


def _pattern(root: Path, error: re.error) -> str:
    """Place of a pattern that is no regular expression, and why."""
    for number, line in enumerate((root / WORDS).read_text(encoding="utf-8").splitlines(), 1):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            try:
                re.compile(json.loads(f'"{text}"'))
            except re.error as own:
                return f"{WORDS}:{number}: '{text}' is no regular expression ({own.msg})"
    return f"{WORDS}:1: '{error.pattern!s:.60}' is no regular expression ({error.msg})"


def _check(root: Path, codes: Iterable[str]) -> list[Finding]:
    project = Project(root, read(root))
    if untyped := unreckonable(project):
        return sorted(set(untyped))
    chosen = [r for r in rules() if not codes or r.code.startswith(tuple(codes))]
    version = f"{code_digest((*CODE, 'requirements.lock'))} {' '.join(r.code for r in chosen)}"
    store = Store(root, "findings" if len(chosen) == len(RULES) else "findings-of-some", version)
    found = [*_on_pages(project, chosen, store), *_on_the_whole(project, chosen, store)]
    store.save()
    return sorted(set(_one_for_one_cause(_apply_waivers(project, found, chosen))))


def _one_for_one_cause(found: list[Finding]) -> Iterator[Finding]:
    """Findings without those that a graver one at the same bound number explains."""
    gravest: dict[tuple[str, int, int], int] = {}
    for finding in found:
        if finding.code in GRAVITY:
            place = (finding.path, finding.line, finding.column)
            gravest[place] = min(GRAVITY.index(finding.code), gravest.get(place, len(GRAVITY)))
    for finding in found:
        place = (finding.path, finding.line, finding.column)
        if finding.code not in GRAVITY or GRAVITY.index(finding.code) == gravest[place]:
            yield finding


def _on_the_whole(project: Project, chosen: list[Rule], store: Store) -> Iterator[Finding]:
    """Findings of rules on more than a page; a rule is asked again when something that it read has changed."""
    found: dict[str, list[dict]] = {}
    unknown = []
    for r in chosen:
        if r.page or r.rows:
            continue
        parts = store.get(f"{r.code} reads", "")
        digest = project.digest_of(parts) if parts is not None else ""
        known = store.get(r.code, digest) if digest else None
        if known is None:
            unknown.append(r)
        else:
            found[r.code] = known

    def ask(r: Rule) -> tuple[list[dict], list[str]]:
        project.touched.clear()
        return [vars(finding) for finding in r.find(project)], sorted(project.touched)

    for r, (new, parts) in zip(unknown, in_two(ask, unknown), strict=True):
        found[r.code] = new
        store.put(f"{r.code} reads", "", parts)
        digest = project.digest_of(parts)
        if digest:
            store.put(r.code, digest, new)
    for r in chosen:
        yield from (Finding(**finding) for finding in found.get(r.code, ()))


def _on_pages(project: Project, chosen: list[Rule], store: Store) -> Iterator[Finding]:
    """Findings of rules that read one page at a time; a page that has not changed is not read again."""
    kinds = [(document, kind) for document in project.documents for kind in ("page", "rows")]
    digests = {
        (document.path, kind): document.digest
        if kind == "page"
        else f"{document.digest} {project.rows_digest(document)}"
        for document, kind in kinds
    }
    names = {(document.path, kind): f"{document.path} {kind}" for document, kind in kinds}
    unknown = [
        (document, kind)
        for document, kind in kinds
        if store.get(names[document.path, kind], digests[document.path, kind]) is None
    ]

    def ask(what: tuple[Document, str]) -> list[dict]:
        return [vars(finding) for r in chosen for finding in _of_page(project, *what, r)]

    for (document, kind), found in zip(unknown, in_two(ask, unknown), strict=True):
        store.put(names[document.path, kind], digests[document.path, kind], found)
    for key, name in names.items():
        yield from (Finding(**finding) for finding in store.get(name, digests[key]))


def _of_page(project: Project, document: Document, kind: str, of: Rule) -> Iterator[Finding]:
    if kind == "page" and of.page:
        yield from of.page(document)
    elif kind == "rows" and of.rows:
        yield from of.rows(project, document)


def rules() -> list[Rule]:
    """All rules in code order."""
    return [RULES[code] for code in sorted(RULES)]


def _apply_waivers(project: Project, found: list[Finding], chosen: list[Rule]) -> list[Finding]:
    """Drop findings that a row declares as an exception; report declared exceptions that excuse nothing."""
    run = {r.code for r in chosen}
    waived = {}
    for rows in project.evidence.tables.values():
        for row in rows:
            for code in waived_codes(row):
                waived[(row.path, row.line, code)] = row
    kept = []
    needed = set()
    for finding in found:
        place = (finding.path, finding.line, finding.code)
        if place in waived:
            needed.add(place)
        else:
            kept.append(finding)
    for place, row in waived.items():
        if place not in needed and (place[2] in run or place[2] not in RULES):
            kept.append(
                Finding(
                    row.path,
                    row.line,
                    1,
                    "E118",
                    f"{row.id}: the waiver for {place[2]} excuses nothing",
                    "remove the waiver or correct its code",
                )
            )
    return kept


def as_text(findings: list[Finding]) -> str:
    """One sentence a line, with place and remedy."""
    return "\n".join(finding.sentence() for finding in findings)


def as_github(findings: list[Finding]) -> str:
    """Annotations for GitHub's log; of a notebook, the cell and its line stand in the message."""
    lines = []
    for f in findings:
        path, _, cell = f.path.partition("#cell")
        where = f"cell {cell}, line {f.line}: " if cell else ""
        place = f"file={_property(path)},line={1 if cell else f.line},col={f.column},title={f.code}"
        lines.append(f"::error {place}::{_data(f'{where}{f.message}; {f.remedy}')}")
    return "\n".join(lines)


def _data(text: str) -> str:
    """Text escaped as GitHub's workflow commands ask (actions/toolkit, command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(findings: list[Finding]) -> str:
    """A JSON list of objects with path, line, column, code, message and remedy."""
    return json.dumps([vars(f) for f in findings], indent=1, ensure_ascii=False)


FORMATS = {"text": as_text, "github": as_github, "json": as_json}
