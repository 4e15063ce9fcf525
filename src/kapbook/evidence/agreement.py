"""How far two judgements of the claims, and two gradings of the questions, agree: share alike and Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kapbook.evidence.ledger import RATINGS
from kapbook.evidence.tables import Evidence, Row

CERTAINTY_RANKS = {"none": 0, "very low": 1, "low": 2, "moderate": 3, "high": 4}
"""Certainties in order, with equal steps."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """Agreement of two judges on one matter.

    Attributes
    ----------
    claims : number of claims, or of questions, that both judged
    alike : number of these with the same word from both
    kappa : Cohen's kappa, 1 for full agreement and 0 for what chance gives; weighted where ranks were given
    """

    claims: int
    alike: int
    kappa: float

    @property
    def percent(self) -> float:
        """Judged alike, of 100."""
        return 100 * self.alike / self.claims


def agreement(pairs: Sequence[Pair], ranks: dict[str, int] | None = None) -> Agreement:
    """Agreement of pairs of words, the first judge's and the second's.

    With `ranks`, words of one rank count as the same in kappa and disagreement grows evenly with the distance of the
    ranks (linear weights); without, every difference counts alike. Kappa is one less the disagreement seen divided
    by the disagreement that chance gives with the same totals (Cohen, Psychological Bulletin 1968;70:213).

    Raises
    ------
    ValueError : there is no pair, or chance gives no disagreement because both always say the same one thing.
    """
    if not pairs:
        raise ValueError("nothing was judged twice")

    def distance(a: str, b: str) -> int:
        return abs(ranks[a] - ranks[b]) if ranks else int(a != b)

    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(distance(a, b) for a, b in pairs) / len(pairs)
    chance = sum(m * n * distance(a, b) for a, m in first.items() for b, n in second.items()) / len(pairs) ** 2
    if not chance:
        raise ValueError("kappa is not defined: both judges gave one and the same word throughout")
    return Agreement(len(pairs), sum(a == b for a, b in pairs), 1 - seen / chance)


def pairs(evidence: Evidence, column: str, *, factual: bool = False) -> list[Pair]:
    """First and second word of each claim in `column` (verdict or certainty), in the table's order.

    With `factual`, only of claims that both judges called factual.
    """
    rows = evidence.tables["judgements"]
    return [(row[f"first_{column}"], row[column]) for row in rows if not factual or both_factual(row)]


def both_factual(row: Row) -> bool:
    """Whether both judges gave a verdict on a fact."""
    return row["first_verdict"] in RATINGS and row["verdict"] in RATINGS


def differ(row: Row) -> bool:
    """Whether the two judgements of a claim differ in verdict or certainty."""
    return (row["first_verdict"], row["first_certainty"]) != (row["verdict"], row["certainty"])


def graded(evidence: Evidence, *, both: bool = False) -> list[Pair]:
    """First and second certainty of each question, in the table's order.

    With `both`, only of questions for which both readers found something to grade.
    """
    found = [(row["first_certainty"], row["certainty"]) for row in evidence.tables["gradings"]]
    return [pair for pair in found if not both or "none" not in pair]


def graded_apart(row: Row) -> bool:
    """Whether the two gradings of a question differ in certainty."""
    return row["first_certainty"] != row["certainty"]
