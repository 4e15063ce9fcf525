"""Questions: which rows bear on each, how each row is used, and what the reasons for its certainty add up to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kapbook.evidence.ledger import parts
from kapbook.evidence.tables import Evidence, Row

CERTAINTIES = ("very low", "low", "moderate", "high")
"""GRADE's words, lowest first."""

DOMAINS = (
    "risk of bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication bias",
    "large effect",
    "dose response",
    "plausible confounding",
)
ARMS = ("treatment", "control")
COMPARATIVE = ("outcomes", "effects", "adverse_events", "statements")
"""Tables whose rows can answer a question: arms, contrasts, and comparisons told in words (a null result often is)."""

UNCOMPARED = "no comparator"
"""The word in a question's comparators that lets single arms in; without it they answer nothing."""

SERVING = ("pooled", "shown", "named")
DRAWN = ("pooled", "shown")
REASON = re.compile(r"(?P<domain>[a-z ]+?) (?P<step>[+-]\d)(?:: (?P<why>.+))?")


@dataclass(frozen=True)
class Question:
    """One question with its scope and its rows.

    Attributes
    ----------
    row : row of ``questions``
    evidence : the tables
    used : its rows of ``uses``
    """

    row: Row
    evidence: Evidence
    used: Sequence[Row]

    @property
    def name(self) -> str:
        return self.row["question"]

    @cached_property
    def uses(self) -> dict[str, Row]:
        """Row id to its row of ``uses``, in file order."""
        return {use["row"]: use for use in self.used}

    def rows(self, *uses: str) -> list[Row]:
        """Rows with one of these uses (default: all that serve), in the order of ``uses``."""
        wanted = uses or SERVING
        return [
            self.evidence.row(name)
            for name, use in self.uses.items()
            if use["use"] in wanted and self.evidence.has(name)
        ]

    @cached_property
    def scope(self) -> list[Row]:
        """Every row that fits the scope, used or not."""
        return [row for table in COMPARATIVE for row in self.evidence.tables[table] if self.fits(row)]

    def fits(self, row: Row) -> bool:
        """Does the row have an arm or contrast, condition, drug, comparator, outcome, time and design of the scope?

        A row whose time is not a number of days fits every span: somebody has to decide.
        """
        asked = self.row
        if not _among(outcome_of(row), asked["outcome"]):  # first, because it rules out most rows
            return False
        if not comparative(row) and not (row.get("role") == "single" and UNCOMPARED in _words(asked["comparator"])):
            return False
        days = row.number("timepoint_days")
        low, high = asked.number("from_days"), asked.number("to_days")
        in_time = days is None or ((low is None or days >= low) and (high is None or days <= high))
        condition, drug, control = setting_of(row, self.evidence)
        return (
            in_time
            and _among(condition, asked["condition"])
            and _among(drug, asked["drug"])
            and _among(control, asked["comparator"])
            and _among(self.evidence.study(row.study)["design"], asked["designs"])
        )

    @property
    def reasons(self) -> tuple[str, list[tuple[str, int, str]]]:
        """Where the certainty starts, and each step from there: domain, step, why.

        Raises
        ------
        ValueError : the cell does not have the form ``start high; risk of bias -1: why``.
        """
        first, *rest = parts(self.row["reasons"]) or [""]
        start = first.removeprefix("start ")
        if start == first or start not in CERTAINTIES:
            raise ValueError(f"'{first}' does not begin with 'start' and one of {', '.join(CERTAINTIES)}")
        steps = []
        for item in rest:
            found = REASON.fullmatch(item)
            if not found or found["domain"] not in DOMAINS or not found["why"]:
                raise ValueError(f"'{item}' is not a domain of GRADE with a step and a reason ('imprecision -1: …')")
            steps.append((found["domain"], int(found["step"]), found["why"]))
        return start, steps

    @property
    def certainty_of_reasons(self) -> str:
        """The certainty to which the reasons add up, never under very low nor over high."""
        start, steps = self.reasons
        level = CERTAINTIES.index(start) + sum(step for _, step, _ in steps)
        return CERTAINTIES[min(max(level, 0), len(CERTAINTIES) - 1)]


def questions(evidence: Evidence) -> list[Question]:
    """All questions, in file order."""
    used: dict[str, list[Row]] = defaultdict(list)
    for use in evidence.tables["uses"]:
        used[use["question"]].append(use)
    return [Question(row, evidence, used[row["question"]]) for row in evidence.tables["questions"]]


def comparative(row: Row) -> bool:
    """Is the row a contrast, an arm with a comparator, or a comparison told in words?"""
    match row.table:
        case "effects":
            return True
        case "statements":
            return bool(row["outcome_group"])
        case _:
            return row.get("role") in ARMS


def outcome_of(row: Row) -> str:
    """The outcome in the words of scopes: the group of an outcome, or the event in lower case; empty when neither."""
    return row.get("outcome_group") or row.get("event").lower()


def setting_of(row: Row, evidence: Evidence) -> tuple[str, str, str]:
    """Condition, drug and kind of comparator of a row: its own, else those of its study."""
    study = evidence.study(row.study)
    control = UNCOMPARED if row.get("role") == "single" else row.get("control") or study["control"]
    return row.get("condition") or study["condition"], row.get("drug") or study["tested"], control


def _among(value: str, wanted: str) -> bool:
    """Is the value one of those wanted? Nothing wanted means that any will do."""
    return not wanted or value in _words(wanted)


@cache
def _words(cell: str) -> frozenset[str]:
    """Items of a scope's cell; each cell is asked about every row of the tables."""
    return frozenset(parts(cell))


def trials_of(evidence: Evidence) -> dict[str, list[Row]]:
    """Work to the trials that it reports."""
    found: dict[str, list[Row]] = {}
    for trial in evidence.tables["trials"]:
        for work in parts(trial["works"]):
            found.setdefault(work, []).append(trial)
    return found
