"""Random-effects pooling: Paule-Mandel tau², Hartung-Knapp interval, prediction interval, I²."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

ALPHA = 0.05
MINIMUM_FOR_PREDICTION = 5


@dataclass(frozen=True)
class Pooled:
    """Pooled estimate on the scale of the inputs.

    Attributes
    ----------
    value, low, high : estimate and 95% interval (Hartung-Knapp, never narrower than without it)
    prediction_low, prediction_high : 95% interval for the effect in a new study;
        NaN below five studies, where it says nothing
    tau2 : variance between studies (Paule-Mandel)
    i2 : share of the variation that is between studies, percent
    q : Cochran's Q
    k : number of studies
    """

    value: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float
    tau2: float
    i2: float
    q: float
    k: int


def pool(effects: Sequence[float], variances: Sequence[float]) -> Pooled:
    """Pool independent estimates.

    Parameters
    ----------
    effects : estimates, shape (k,); ratios as logarithms
    variances : their sampling variances, shape (k,), positive

    Raises
    ------
    ValueError : fewer than two studies, lengths differ, or a variance is not positive.

    References
    ----------
    Paule and Mandel 1982; Hartung and Knapp 2001; IntHout et al. 2014;
    Röver, Knapp and Friede 2015 (no narrower than the plain interval: metafor's test="adhoc");
    Higgins, Thompson and Spiegelhalter 2009 (prediction interval, k - 2 degrees of freedom);
    Higgins and Thompson 2002 (I² from Q).
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if y.shape != v.shape or y.ndim != 1 or y.size < 2:
        raise ValueError(f"pooling needs two or more estimates with one variance each, got {y.size} and {v.size}")
    if not (v > 0).all():
        raise ValueError("a sampling variance is not positive; check n and events of that study")
    result = combine_effects(y, v, method_re="pm", alpha=ALPHA, use_t=True)
    tau2 = float(result.tau2)
    weights = 1 / (v + tau2)
    value = float(np.sum(weights * y) / np.sum(weights))
    k = y.size
    spread = max(1.0, float(np.sum(weights * (y - value) ** 2) / (k - 1)))
    error = float(np.sqrt(spread / np.sum(weights)))
    half = stats.t.ppf(1 - ALPHA / 2, k - 1) * error
    low, high = _prediction(value, tau2, error, k)
    q = float(result.q)
    i2 = max(0.0, 100 * (q - (k - 1)) / q) if q > 0 else 0.0
    return Pooled(value, float(value - half), float(value + half), low, high, tau2, i2, q, k)


def _prediction(value: float, tau2: float, error: float, k: int) -> tuple[float, float]:
    if k < MINIMUM_FOR_PREDICTION:
        return float("nan"), float("nan")
    half = stats.t.ppf(1 - ALPHA / 2, k - 2) * float(np.sqrt(tau2 + error**2))
    return float(value - half), float(value + half)
