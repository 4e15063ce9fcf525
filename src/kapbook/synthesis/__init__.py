"""Intervals, contrasts and pooling, on statsmodels and scipy, checked against R's metafor."""

from kapbook.synthesis.contrasts import Estimate, number_needed, odds_ratio, proportion, risk_difference, risk_ratio
from kapbook.synthesis.pooling import Pooled, pool

__all__ = ["Estimate", "Pooled", "number_needed", "odds_ratio", "pool", "proportion", "risk_difference", "risk_ratio"]
