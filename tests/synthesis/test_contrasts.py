"""Intervals of proportions, their differences and ratios are those of statsmodels."""

import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from kapbook.synthesis import odds_ratio, proportion, risk_difference, risk_ratio

COUNTS = [(63, 73, 31, 75), (0, 20, 0, 30), (1, 9, 8, 9), (20, 20, 3, 25), (5, 200, 12, 190)]


@pytest.mark.parametrize("counts", COUNTS)
def test_proportions_and_their_difference(counts):
    a, n, c, m = counts
    found, low_high = proportion(a, n), proportion_confint(a, n, method="wilson")
    assert (found.low, found.high) == pytest.approx([100 * limit for limit in low_high], abs=1e-9)
    found = risk_difference(*counts)
    low_high = confint_proportions_2indep(a, n, c, m, compare="diff", method="newcomb")
    assert found.value == pytest.approx(100 * (a / n - c / m))
    assert (found.low, found.high) == pytest.approx([100 * limit for limit in low_high], abs=1e-9)


@pytest.mark.parametrize("counts", [(63, 73, 31, 75), (1, 9, 8, 9), (5, 200, 12, 190)])
def test_ratios(counts):
    a, n, c, m = counts
    table = Table2x2([[a, n - a], [c, m - c]])
    risk, odds = risk_ratio(*counts), odds_ratio(*counts)
    assert (risk.value, risk.low, risk.high) == pytest.approx((table.riskratio, *table.riskratio_confint()))
    assert (odds.value, odds.low, odds.high) == pytest.approx((table.oddsratio, *table.oddsratio_confint()))
