"""Intervals, contrasts and pooling, checked against R's metafor."""

from kapbook.synthesis.contrasts import Estimate, number_needed, odds_ratio, proportion, risk_difference, risk_ratio
from kapbook.synthesis.pooling import Pooled, bayes, common, pool, variance_of

__all__ = [
    "Estimate",
    "Pooled",
    "bayes",
    "common",
    "number_needed",
    "odds_ratio",
    "pool",
    "proportion",
    "risk_difference",
    "risk_ratio",
    "variance_of",
]
