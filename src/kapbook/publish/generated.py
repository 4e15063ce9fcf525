"""Pages made from the code and the tables: the linter's rules, the data dictionary, the agreement of two judges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from kapbook.checks.run import rules
from kapbook.checks.site import SITE_RULES
from kapbook.evidence import Evidence, Row, load
from kapbook.evidence.agreement import CERTAINTY_RANKS, agreement, differ, graded, graded_apart, pairs
from kapbook.evidence.ledger import RATINGS
from kapbook.evidence.tables import read_package
from kapbook.prose.contents import read_contents
from kapbook.prose.documents import GENERATED, read_documents
from kapbook.prose.readability import in_short, reading_age
from kapbook.publish.rooms import architecture_page, imports

FAMILIES = {
    "C": "Citations",
    "E": "Evidence tables",
    "Q": "Questions, trials and uses",
    "N": "Numbers in prose",
    "P": "Pages",
    "L": "The claim ledger",
    "B": "Notebooks",
    "K": "Configuration and contents",
    "S": "The built site",
}
ON_DATA = ("C", "E", "Q", "K")
UNSEEN = (
    "Some faults cannot be told from the files of the book alone.",
    "The registries are asked for the first four (`kapbook check` reads only their stored answers); "
    "for the rest there are readers.\n",
    "* A work whose list of authors lacks one, or whose pages have exchanged digits; "
    "or whose volume has, where the book holds few works of that journal.",
    "* A DOI that exists and belongs to another paper of like name.",
    "* A title with one word changed.",
    "* A work that was invented together with its verification.",
    "* A quotation or a row that differs from its source, when it is plausible in itself.",
    "* A number bound to the wrong row when neither its sentence nor its table names arm, outcome or time, "
    "and the sentence would be as true of the other row's words.",
    "* A row, a claim or a sentence that was never written: what was left out leaves no trace "
    "where no question, trial or article line asks for it.",
    "* A sentence without a number that says more than its works do.",
    "* A judgement of risk of bias, certainty or verdict that keeps its rules and is still wrong.",
    "* A time, a country, an age or a route that is wrong of one work and right of another in the same sentence, "
    "or of a work whose rows do not say it.",
    "* A chart whose picture was changed by hand and whose seal was then made anew: comparing what the notebook draws "
    "with what it stores tells it (`make test`).",
    "* A test, or a rule together with its cases, that was taken out of the repository.",
    "* A number of a help line that was changed in the list, on every page and in the tests alike.",
    "* Two slips that agree: the same wrong number in the table, in the text and in the claim.",
)
"""The last section of the page of rules: what is left to registries and readers."""

MARK = f"{GENERATED}; change the source, not the page.\n\n"


def generated_pages(root: Path) -> dict[str, str]:
    """Text of each generated page by its path in the checkout: those that the book's contents name, and of the code."""
    package, source = read_package(root), root / "src/kapbook"
    makers: dict[str, Callable[[], str]] = {
        "chapters/reference/agreement": lambda: agreement_page(load(root)),
        "chapters/reference/checks": rules_page,
        "chapters/reference/checks-pages": page_rules_page,
        "chapters/reference/data-dictionary": lambda: dictionary_page(package),
        "chapters/reference/readability": lambda: readability_page(root),
    }
    named = read_contents(root).pages
    pages = {f"{name}.md": make() for name, make in makers.items() if name in named}
    return pages | ({"ARCHITECTURE.md": architecture_page(imports(source))} if source.is_dir() else {})


def agreement_page(evidence: Evidence) -> str:
    """How far the two judgements of each claim agree, and what was decided where their verdicts differ."""
    claims = {row["claim"]: row for row in evidence.tables["claims"]}
    measures = [
        ("Verdict, all claims", "no weights", agreement(pairs(evidence, "verdict"))),
        ("Verdict, both call it factual", "weighted", agreement(pairs(evidence, "verdict", factual=True), RATINGS)),
        ("Certainty, all claims", "no weights", agreement(pairs(evidence, "certainty"))),
        (
            "Certainty, both call it factual",
            "weighted",
            agreement(pairs(evidence, "certainty", factual=True), CERTAINTY_RANKS),
        ),
    ]
    lines = [
        MARK + "# Two judgements of every claim\n",
        "Every claim was judged twice by the rules of the [methods page](methods.md).",
        "The first verdict is the one that stood in the ledger when the second was given.",
        "The second judge was blind to the first verdict:",
        "they saw the claim's words, the evidence tables and the rules, but not the first verdict, its reason or its "
        "list of works.",
        "Both belong to the team that makes the book (see [About](about.md)), so this measures whether the rules lead "
        "two readings to the same verdict, not whether the verdict is right.\n",
        "| What | Claims | Judged alike | Kappa |",
        "|---|---|---|---|",
        *(
            f"| {what} | {m.claims} | {m.alike} ({m.percent:.0f}%) | {m.kappa:.2f}, {weights} |"
            for what, weights, m in measures
        ),
        "",
        "Kappa is 1 when two judges always agree and 0 when they agree as often as chance would have it.",
        "With weights, a difference counts more the further apart the two words are, in equal steps:",
        "supported, partly supported, overstated or contested, unsupported, contradicted;",
        "and high, moderate, low, very low, none.",
        "The figures are of the judgements before they were compared.\n",
        "## What was decided\n",
        "Each difference was then read by a third reader of the team, who decided by the rules and gave the reason.",
    ]
    apart = [row for row in evidence.tables["judgements"] if differ(row)]
    verdicts = [row for row in apart if row["first_verdict"] != row["verdict"]]
    certainties = [row for row in apart if row not in verdicts]
    for column, what, rows in (("verdict", "verdict", verdicts), ("certainty", "certainty alone", certainties)):
        first = sum(claims[row["claim"]][column] == row[f"first_{column}"] for row in rows)
        second = sum(claims[row["claim"]][column] == row[column] for row in rows)
        lines.append(
            f"Of {len(rows)} claims that differed in {what}, the ledger now has the first judgement for {first} "
            f"and the second for {second}."
        )
    lines.append("The claims whose verdict differed follow; the others are in the table `judgements.csv`.\n")
    for row in verdicts:
        lines.append(f"{{ref}}`{claims[row['claim']]['text']} <claim-{row['claim']}>`")
        lines.append(f": First: {row['first_verdict']}. Second: {row['verdict']}. {_reason(evidence, row)}\n")
    return "\n".join([*lines, *_gradings(evidence)])


def _gradings(evidence: Evidence) -> list[str]:
    """How far the two gradings of each question agree, and what was decided where they differ."""
    questions = {row["question"]: row for row in evidence.tables["questions"]}
    measures = [
        ("All questions", "no weights", agreement(graded(evidence))),
        ("Both found something to grade", "weighted", agreement(graded(evidence, both=True), CERTAINTY_RANKS)),
    ]
    apart = [row for row in evidence.tables["gradings"] if graded_apart(row)]
    first = sum(questions[row["question"]]["certainty"] == row["first_certainty"] for row in apart)
    second = sum(questions[row["question"]]["certainty"] == row["certainty"] for row in apart)
    lower = sum(CERTAINTY_RANKS[row["certainty"]] < CERTAINTY_RANKS[row["first_certainty"]] for row in apart)
    lines = [
        "## Two gradings of every question\n",
        "The certainty of every question was graded twice in the same way.",
        "The second reader was blind to the first grading:",
        "they saw the question, its rows and uses, the trials with their risk of bias and the rules, but not the "
        "answer, the certainty or its reasons.\n",
        "| What | Questions | Graded alike | Kappa |",
        "|---|---|---|---|",
        *(
            f"| {what} | {m.claims} | {m.alike} ({m.percent:.0f}%) | {m.kappa:.2f}, {weights} |"
            for what, weights, m in measures
        ),
        "",
        "Weights are in equal steps: high, moderate, low, very low.",
        "The figures are of the gradings before they were compared.",
        f"Where the two differ, the second is lower for {lower} of {len(apart)} questions.",
        f"The table of questions now has the first certainty for {first} of them and the second for {second}.\n",
    ]
    for row in apart:
        question = questions[row["question"]]
        lines.append(f"{{ref}}`{question['asks']} <question-{row['question']}>`")
        lines.append(f": First: {row['first_certainty']}. Second: {row['certainty']}. {_reason(evidence, row)}\n")
    return lines


def _reason(evidence: Evidence, row: Row) -> str:
    """What was decided on a difference, with its works cited."""
    keys = {study["study"] for study in evidence.tables["studies"]}
    return re.sub(r"[a-z]+[0-9]{4}[a-z]*", lambda m: f"{{cite:t}}`{m[0]}`" if m[0] in keys else m[0], row["resolved"])


def readability_page(root: Path) -> str:
    """The reading age of each page's summary."""
    lines = [
        MARK + "# How hard the summaries are to read\n",
        'The reading age of each "In short" block, by the Automated Readability Index (letters, words, sentences).',
        "The book is not built when one of them asks for more than 14 years.",
        "Names of drugs and of authors count as words, so the true age is a little lower.\n",
        "| Page | Words | Reading age |",
        "|---|---|---|",
    ]
    for document in read_documents(root):
        text = in_short(document)
        if text:
            lines.append(f"| [](/{document.path}) | {len(text.split())} | {reading_age(text):.0f} |")
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """The page of the rules on references and tables, and of what no rule can see; the rest has a page of its own."""
    opening = [
        "The book is not built while one of these rules is broken.",
        "Each rule has a test with a fault that it must catch.",
        "[Rules on pages, claims and notebooks](checks-pages.md) follow on the next page.\n",
    ]
    unseen = ["## What no check can see\n", *UNSEEN]
    return "\n".join([MARK + "# What the linter checks\n", *opening, *_rules(ON_DATA), *unseen]) + "\n"


def page_rules_page() -> str:
    """The page of the rules on what readers see."""
    title = MARK + "# What the linter checks: pages, claims, notebooks\n"
    opening = "[Rules on references and tables](checks.md) come first.\n"
    return "\n".join([title, opening, *_rules([name for name in FAMILIES if name not in ON_DATA])])


def _rules(families: Iterable[str]) -> list[str]:
    """Sections of the rules of these families, from their docstrings."""
    lines = []
    known = [*rules(), *(SITE_RULES[code] for code in sorted(SITE_RULES))]
    for family in families:
        lines.append(f"## {family}: {FAMILIES[family]}\n")
        for rule in known:
            if rule.family == family:
                paragraphs = [" ".join(part.split()) for part in rule.explanation.split("\n\n")]
                lines.append(f"(rule-{rule.code.lower()})=\n**{rule.code} {rule.name}**")
                lines += [f": {paragraphs[0]}", *(f"\n  {text}" for text in paragraphs[1:]), ""]
    return lines


def dictionary_page(package: dict) -> str:
    """The data dictionary, from the descriptions of the tables."""
    lines = [
        MARK + "# Data dictionary\n",
        f"{package['description']}",
        f"Version {package['version']}, last searched {package['last_searched']}, "
        f"licence {package['licenses'][0]['name']}.\n",
    ]
    for resource in package["resources"]:
        lines += [f"## {resource['title']}\n", f"`{resource['path']}`: {resource['description']}\n"]
        for field in resource["schema"]["fields"]:
            constraints = field.get("constraints", {})
            allowed = f" One of: {', '.join(constraints['enum'])}." if "enum" in constraints else ""
            required = " Always filled." if constraints.get("required") else ""
            lines += [f"`{field['name']}` ({field['type']})", f": {field['description']}{allowed}{required}\n"]
    return "\n".join(lines)
