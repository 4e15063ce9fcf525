"""Agreement of two judges is worked out as in worked examples and as statsmodels does it."""

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from kapbook.evidence import load
from kapbook.evidence.agreement import agreement, differ, graded, graded_apart, pairs
from kapbook.evidence.ledger import RATINGS

RANKS = {"yes": 2, "maybe": 1, "perhaps": 1, "no": 0}


def told(**counts):
    """Pairs of words as often as given: yes_no=3 is three times yes from the first and no from the second judge."""
    return [tuple(words.split("_")) for words, times in counts.items() for _ in range(times)]


def test_kappa_of_a_worked_example():
    """Fifty judged twice: 35 alike (0.7); chance gives 0.5 * 0.6 + 0.5 * 0.4 = 0.5; so kappa is 0.2 / 0.5."""
    result = agreement(told(yes_yes=20, yes_no=5, no_yes=10, no_no=15))
    assert (result.claims, result.alike) == (50, 35)
    assert result.percent == pytest.approx(70)
    assert result.kappa == pytest.approx(0.4)


def test_weighted_kappa_of_a_worked_example():
    """Two of eight are one step apart (0.25); chance gives 4 * (2 * 1 + 3 * 2) * 2 / 64 = 1 step; so kappa is 0.75."""
    assert agreement(told(yes_yes=3, yes_maybe=1, no_maybe=1, no_no=3), RANKS).kappa == pytest.approx(0.75)


def test_words_of_one_rank_count_as_the_same_in_kappa_but_not_as_alike():
    result = agreement(told(yes_yes=3, maybe_perhaps=2, no_no=3), RANKS)
    assert result.kappa == pytest.approx(1)
    assert result.alike == 6


@pytest.mark.parametrize("weights", [None, "linear"])
def test_kappa_is_that_of_statsmodels(weights):
    table = np.array([[20, 5, 1, 0], [4, 30, 6, 2], [1, 3, 12, 5], [0, 2, 4, 9]])
    ranks = {str(i): i for i in range(4)}
    both = [(str(i), str(j)) for i in range(4) for j in range(4) for _ in range(table[i, j])]
    ours = agreement(both, ranks if weights else None).kappa
    assert ours == pytest.approx(cohens_kappa(table, wt=weights, return_results=False))


@pytest.mark.parametrize("both", [[], told(yes_yes=5)])
def test_kappa_without_a_meaning_is_refused(both):
    with pytest.raises(ValueError, match=r"judged twice|one and the same word"):
        agreement(both)


def test_a_claim_that_one_judge_calls_no_fact_stays_out_of_the_weighted_figure(root):
    evidence = load(root)
    factual = pairs(evidence, "verdict", factual=True)
    assert {word for pair in factual for word in pair} <= set(RATINGS)
    assert len(factual) < len(pairs(evidence, "verdict"))


def test_every_claim_was_judged_twice(root):
    evidence = load(root)
    judged = [row["claim"] for row in evidence.tables["judgements"]]
    assert sorted(judged) == sorted(row["claim"] for row in evidence.tables["claims"])


def test_only_a_difference_carries_a_decision(root):
    """Either the two judgements differ, or they agree and the ledger has something else."""
    tables = load(root).tables
    ledger = {row["claim"]: (row["verdict"], row["certainty"]) for row in tables["claims"]}
    for row in tables["judgements"]:
        overruled = ledger[row["claim"]] != (row["verdict"], row["certainty"])
        assert bool(row["resolved"]) == (differ(row) or overruled), row.place


def test_every_question_was_graded_twice(root):
    tables = load(root).tables
    twice = [row["question"] for row in tables["gradings"]]
    assert sorted(twice) == sorted(row["question"] for row in tables["questions"])


def test_only_a_difference_of_gradings_carries_a_decision(root):
    for row in load(root).tables["gradings"]:
        assert bool(row["resolved"]) == graded_apart(row), row.place


def test_a_question_with_nothing_to_grade_stays_out_of_the_weighted_figure(root):
    evidence = load(root)
    both = graded(evidence, both=True)
    assert both
    assert "none" not in {word for pair in both for word in pair}
    assert len(both) < len(graded(evidence))
