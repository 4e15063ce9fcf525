"""kapbook.synthesis against values computed by R's metafor (reference.R)."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from kapbook.synthesis import (
    Estimate,
    bayes,
    common,
    number_needed,
    odds_ratio,
    pool,
    proportion,
    risk_difference,
    risk_ratio,
    variance_of,
)

REFERENCE = json.loads(Path(__file__).with_name("reference.json").read_text())
SETS = REFERENCE["pooled"]
AGREE = {"rel": 1e-6, "abs": 1e-6}


@pytest.mark.parametrize("model", ["REML", "PM"])
@pytest.mark.parametrize("name", SETS)
def test_random_effects_agree_with_metafor(name, model):
    result = pool(SETS[name]["yi"], SETS[name]["vi"], model)
    expected = dict(SETS[name][model])
    if result.k < 3:
        assert math.isnan(result.prediction_low) and math.isnan(result.prediction_high)
        del expected["prediction_low"], expected["prediction_high"]
    assert {field: getattr(result, field) for field in expected} == pytest.approx(expected, **AGREE)


@pytest.mark.parametrize("name", SETS)
def test_the_common_effect_agrees_with_metafor(name):
    assert vars(common(SETS[name]["yi"], SETS[name]["vi"])) == pytest.approx(SETS[name]["common"], **AGREE)


@pytest.mark.parametrize(("scale", "low", "high"), [(10, 4.3, 25.9), (5, 6.0, 24.2)])
def test_the_bayes_line_gives_the_limits_that_an_audit_calculated_on_its_own(scale, low, high):
    result = bayes([17.3, 14.2, 13.7], [46.0, 47.4, 50.5], scale)
    assert (result.value, result.low, result.high) == pytest.approx((15.1, low, high), abs=0.05)


def test_the_bayes_line_agrees_with_draws_from_the_posterior():
    y, v, scale = np.array([-2.1, 0.4, 1.9]), np.array([0.3, 0.2, 0.5]), 1.5
    draw = np.random.default_rng(1)
    tau = np.abs(draw.normal(0, scale, 400_000))
    total = v[:, None] + tau**2
    weights = (1 / total).sum(axis=0)
    means = (y[:, None] / total).sum(axis=0) / weights
    likelihood = np.exp(-0.5 * ((y[:, None] - means) ** 2 / total).sum(axis=0)) / np.sqrt(total.prod(axis=0) * weights)
    kept = draw.choice(tau.size, 400_000, p=likelihood / likelihood.sum())
    drawn = draw.normal(means[kept], 1 / np.sqrt(weights[kept]))
    result = bayes(y, v, scale)
    expected = (drawn.mean(), *np.quantile(drawn, [0.025, 0.975]))
    assert (result.value, result.low, result.high) == pytest.approx(expected, abs=0.03)


def test_a_narrow_prior_on_tau_leads_back_to_the_common_effect():
    y, v = [0.2, 0.8, 0.5], [0.04, 0.05, 0.06]
    assert vars(bayes(y, v, 1e-4)) == pytest.approx(vars(common(y, v)), abs=1e-3)


def test_the_plain_interval_of_like_results_is_narrower_than_the_interval_of_the_common_effect():
    like = SETS["alike"]
    plain, wald = pool(like["yi"], like["vi"]), common(like["yi"], like["vi"])
    assert plain.high - plain.low < wald.high - wald.low


@pytest.mark.parametrize(("level", "quantile"), [(95, 1.959964), (90, 1.644854), (80, 1.281552)])
def test_the_variance_behind_an_interval_heeds_its_level(level, quantile):
    assert variance_of(-quantile, quantile, level) == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("limits", [(2, 1, 95), (1, 1, 95), (1, 2, 0), (1, 2, 100)])
def test_an_interval_that_is_none_is_refused(limits):
    with pytest.raises(ValueError, match=r"no .*% interval"):
        variance_of(*limits)


@pytest.mark.parametrize("case", REFERENCE["contrasts"], ids=lambda c: "-".join(map(str, c["counts"])))
def test_ratios_agree_with_metafor(case):
    ratio = risk_ratio(*case["counts"])
    if case["counts"][0] < case["counts"][1]:
        odds = odds_ratio(*case["counts"])
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


@pytest.mark.parametrize(
    ("effects", "variances", "words"),
    [
        ([0.1], [0.2], "two or more"),
        ([0.1, 0.2], [0.1], "one variance each"),
        ([0.1, 0.2], [0.1, 0.0], "not positive"),
        ([0.1, math.nan], [0.1, 0.1], "missing or infinite"),
        ([0.1, 0.2], [0.1, math.inf], "missing or infinite"),
    ],
)
def test_impossible_input_to_pooling_is_refused_in_a_sentence(effects, variances, words):
    with pytest.raises(ValueError, match=words):
        pool(effects, variances)
    with pytest.raises(ValueError, match=words):
        bayes(effects, variances, 1.0)


def test_an_unknown_model_or_a_prior_without_width_is_refused():
    with pytest.raises(ValueError, match="no model 'DL'; choose one of REML, PM"):
        pool([0.1, 0.2], [0.1, 0.1], "DL")
    with pytest.raises(ValueError, match="not positive"):
        bayes([0.1, 0.2], [0.1, 0.1], 0)


@pytest.mark.parametrize(
    ("ratio", "counts"), [(risk_ratio, (0, 10, 0, 12)), (odds_ratio, (0, 10, 0, 12)), (odds_ratio, (10, 10, 12, 12))]
)
def test_a_table_that_says_nothing_of_a_ratio_is_refused(ratio, counts):
    with pytest.raises(ValueError, match="give the difference"):
        ratio(*counts)


@pytest.mark.parametrize("counts", [(5, 0), (6, 5), (-1, 5)])
def test_impossible_counts_are_refused_in_a_sentence(counts):
    with pytest.raises(ValueError, match="cannot be"):
        proportion(*counts)
