"""kapbook.synthesis against values computed by R's metafor (reference.R)."""

import json
import math
from pathlib import Path

import pytest

from kapbook.synthesis import Estimate, number_needed, odds_ratio, pool, proportion, risk_difference, risk_ratio

REFERENCE = json.loads(Path(__file__).with_name("reference.json").read_text())
CLOSE = {"rel": 1e-3, "abs": 1e-3}
"""metafor and statsmodels stop their searches for tau² at different precision."""


@pytest.mark.parametrize("name", REFERENCE["pooled"])
def test_pooling_agrees_with_metafor(name):
    expected = REFERENCE["pooled"][name]
    result = pool(expected["yi"], expected["vi"])
    for field in ("value", "low", "high", "tau2", "q", "i2"):
        assert getattr(result, field) == pytest.approx(expected[field], **CLOSE), field


@pytest.mark.parametrize("case", REFERENCE["contrasts"], ids=lambda c: "-".join(map(str, c["counts"])))
def test_ratios_agree_with_metafor(case):
    ratio, odds = risk_ratio(*case["counts"]), odds_ratio(*case["counts"])
    assert [odds.value, odds.low, odds.high] == pytest.approx(case["or"], rel=1e-6)
    assert [ratio.value, ratio.low, ratio.high] == pytest.approx(case["rr"], rel=1e-6)


@pytest.mark.parametrize("case", REFERENCE["proportions"], ids=lambda c: f"{c['events']}-{c['n']}")
def test_wilson_interval_agrees_with_r(case):
    result = proportion(case["events"], case["n"])
    assert (result.low, result.high) == pytest.approx((case["low"], case["high"]), abs=1e-6)


def test_a_number_needed_turns_the_difference_and_its_limits_over():
    assert number_needed(Estimate(25.0, 20.0, 50.0)) == Estimate(4.0, 2.0, 5.0)
    assert number_needed(Estimate(-25.0, -50.0, -20.0)) == Estimate(-4.0, -5.0, -2.0)


@pytest.mark.parametrize("limits", [(-1.0, 20.0), (0.0, 20.0), (-20.0, 0.0)])
def test_a_difference_that_may_be_zero_has_no_number_needed(limits):
    with pytest.raises(ValueError, match="holds zero: show the difference"):
        number_needed(Estimate(5.0, *limits))


def test_newcombe_difference_agrees_with_the_published_example():
    # Newcombe 1998 (Statistics in Medicine 17:873), example a: 56/70 and 48/80, method 10: 0.0524 to 0.3339.
    result = risk_difference(56, 70, 48, 80)
    assert (result.value, result.low, result.high) == pytest.approx((20.0, 5.24, 33.39), abs=0.01)


def test_prediction_interval_is_wider_than_the_interval_of_the_mean():
    result = pool([-2.1, 0.4, 1.9, 3.3, -0.2], [0.3, 0.2, 0.5, 0.4, 0.1])
    assert result.prediction_low < result.low < result.high < result.prediction_high


def test_two_studies_have_no_prediction_interval():
    result = pool([0.2, 0.8], [0.04, 0.05])
    assert math.isnan(result.prediction_low)


@pytest.mark.parametrize(
    ("effects", "variances", "words"),
    [([0.1], [0.2], "two or more"), ([0.1, 0.2], [0.1], "one variance each"), ([0.1, 0.2], [0.1, 0.0], "not positive")],
)
def test_impossible_input_to_pooling_is_refused_in_a_sentence(effects, variances, words):
    with pytest.raises(ValueError, match=words):
        pool(effects, variances)


@pytest.mark.parametrize("counts", [(5, 0), (6, 5), (-1, 5)])
def test_impossible_counts_are_refused_in_a_sentence(counts):
    with pytest.raises(ValueError, match="cannot be"):
        proportion(*counts)
