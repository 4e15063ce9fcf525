"""Pooling of independent estimates: one common effect, random effects, and a Bayes line for few studies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from kapbook.synthesis.contrasts import ALPHA, Estimate, Z

# scipy is imported where it is used: half a second that the pages of the book need not wait for.
MODELS = ("REML", "PM")
FEWEST_FOR_PREDICTION = 3
GRID = 2000
"""Points of the quadrature over tau; doubling them moves no limit by more than 1e-4 of the interval's width."""


@dataclass(frozen=True)
class Pooled:
    """A pooled estimate on the scale of the inputs.

    Attributes
    ----------
    value, low, high : estimate and 95% interval
    tau2, tau2_low, tau2_high : variance between studies with its Q-profile limits (0 in a common-effect model)
    i2, i2_low, i2_high : share of the variance that is between studies, percent, from tau2 and its limits
    prediction_low, prediction_high : 95% interval for the effect in a new study; NaN below three studies
    q : Cochran's Q
    k : number of studies
    """

    value: float
    low: float
    high: float
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    i2_low: float
    i2_high: float
    prediction_low: float
    prediction_high: float
    q: float
    k: int


def common(effects: Sequence[float], variances: Sequence[float]) -> Estimate:
    """One effect common to all studies: the mean weighted by inverse variances, with its Wald interval.

    Parameters
    ----------
    effects : estimates, shape (k,); ratios as logarithms
    variances : their sampling variances, shape (k,), positive and finite

    Raises
    ------
    ValueError : no study, lengths differ, a number is missing or infinite, or a variance is not positive.
    """
    y, v = _checked(effects, variances, fewest=1)
    value, error = _mean(y, v)
    return Estimate(value, value - Z * error, value + Z * error)


def pool(effects: Sequence[float], variances: Sequence[float], model: str = "REML") -> Pooled:
    """Random effects with the Hartung-Knapp interval, as it was published: it may be narrower than the Wald interval.

    Parameters
    ----------
    effects : estimates, shape (k,); ratios as logarithms
    variances : their sampling variances, shape (k,), positive and finite
    model : estimator of tau²: "REML" (restricted maximum likelihood) or "PM" (Paule-Mandel)

    Raises
    ------
    ValueError : fewer than two studies, lengths differ, a number is missing or infinite, a variance is not
        positive, or the model is not one of the two. With two to four studies show `common` and `bayes` beside it:
        the interval then rests on one to three degrees of freedom.

    References
    ----------
    Paule and Mandel 1982; Viechtbauer 2005 (REML); Hartung and Knapp 2001; Viechtbauer 2007 (Q-profile limits);
    Higgins and Thompson 2002 (I² from tau²); prediction interval with the Hartung-Knapp error and k - 1 degrees
    of freedom, as metafor's predict for test="knha".
    """
    from scipy.special import stdtrit

    if model not in MODELS:
        raise ValueError(f"no model '{model}'; choose one of {', '.join(MODELS)}")
    y, v = _checked(effects, variances, fewest=2)
    k = y.size
    tau2 = _paule_mandel(y, v) if model == "PM" else _reml(y, v)
    value, wald = _mean(y, v + tau2)
    error = wald * float(np.sqrt(np.sum((y - value) ** 2 / (v + tau2)) / (k - 1)))
    t = float(stdtrit(k - 1, 1 - ALPHA / 2))
    spread = t * float(np.sqrt(tau2 + error**2)) if k >= FEWEST_FOR_PREDICTION else float("nan")
    low, high = _profile(y, v)
    i2, i2_low, i2_high = (100 * x / (x + _typical(v)) for x in (tau2, low, high))
    return Pooled(
        value,
        value - t * error,
        value + t * error,
        tau2,
        low,
        high,
        i2,
        i2_low,
        i2_high,
        value - spread,
        value + spread,
        _q(y, v, 0.0),
        k,
    )


def bayes(effects: Sequence[float], variances: Sequence[float], scale: float) -> Estimate:
    """Mean effect with a weakly informative prior: flat on the mean, half-normal on tau; for two to four studies.

    Parameters
    ----------
    effects, variances : as in `pool`
    scale : scale of the half-normal prior on tau, in the unit of the effects, positive

    Returns
    -------
    Posterior mean and the 2.5% and 97.5% points of the posterior, by quadrature over tau

    Raises
    ------
    ValueError : as in `pool`, or the scale is not positive.

    References
    ----------
    Röver 2020, bayesmeta (Journal of Statistical Software 93:6): given tau the posterior of the mean is normal.
    """
    from scipy.special import ndtr

    y, v = _checked(effects, variances, fewest=2)
    if not scale > 0:
        raise ValueError(f"the scale {scale} of the prior is not positive")
    tau = (np.arange(GRID) + 0.5) * 6 * scale / GRID
    total = v[:, None] + tau**2
    weights = (1 / total).sum(axis=0)
    means = (y[:, None] / total).sum(axis=0) / weights
    log_marginal = -0.5 * (
        np.log(total).sum(axis=0) + np.log(weights) + ((y[:, None] - means) ** 2 / total).sum(axis=0)
    )
    log_posterior = log_marginal - tau**2 / (2 * scale**2)
    share = np.exp(log_posterior - log_posterior.max())
    share /= share.sum()
    errors = 1 / np.sqrt(weights)
    value = float((share * means).sum())

    def beyond(level: float) -> float:
        reach = 12 * float(errors.max())
        return _root(lambda x: float((share * ndtr((x - means) / errors)).sum()) - level, value - reach, value + reach)

    return Estimate(value, beyond(ALPHA / 2), beyond(1 - ALPHA / 2))


def variance_of(low: float, high: float, level: float = 95.0) -> float:
    """Sampling variance behind a symmetric normal interval.

    Parameters
    ----------
    low, high : limits, in the unit of the estimate; ratios as logarithms
    level : coverage of the interval in percent, as printed

    Raises
    ------
    ValueError : the limits are not in order, or the level is not between 0 and 100.
    """
    if not low < high or not 0 < level < 100:
        raise ValueError(f"{low} to {high} is no {level}% interval; give limits in order and a level in percent")
    return ((high - low) / (2 * NormalDist().inv_cdf(0.5 + level / 200))) ** 2


def _checked(effects: Sequence[float], variances: Sequence[float], fewest: int) -> tuple[np.ndarray, np.ndarray]:
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if y.shape != v.shape or y.ndim != 1 or y.size < fewest:
        words = "two or more estimates" if fewest == 2 else "estimates"
        raise ValueError(f"pooling needs {words} with one variance each, got {y.size} and {v.size}")
    if not (np.isfinite(y).all() and np.isfinite(v).all()):
        raise ValueError("an estimate or a variance is missing or infinite; leave that study out and say so")
    if not (v > 0).all():
        raise ValueError("a sampling variance is not positive; check n and events of that study")
    return y, v


def _mean(y: np.ndarray, v: np.ndarray) -> tuple[float, float]:
    """Mean weighted by inverse variances, and its standard error."""
    weights = 1 / v
    return float(np.sum(weights * y) / np.sum(weights)), float(1 / np.sqrt(np.sum(weights)))


def _q(y: np.ndarray, v: np.ndarray, tau2: float) -> float:
    """Generalised Q: squared distances from the mean over total variances."""
    value, _ = _mean(y, v + tau2)
    return float(np.sum((y - value) ** 2 / (v + tau2)))


def _typical(v: np.ndarray) -> float:
    """Typical sampling variance (Higgins and Thompson 2002)."""
    weights = 1 / v
    return float((v.size - 1) * weights.sum() / (weights.sum() ** 2 - (weights**2).sum()))


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-13, maxiter=500))


def _tau2_where_q_is(target: float, y: np.ndarray, v: np.ndarray) -> float:
    """The tau² at which the falling function Q reaches `target`; 0 where it starts below."""
    if _q(y, v, 0.0) <= target:
        return 0.0
    high = float(np.var(y) + v.max())
    while _q(y, v, high) > target:
        high *= 4
    return _root(lambda tau2: _q(y, v, tau2) - target, 0.0, high)


def _paule_mandel(y: np.ndarray, v: np.ndarray) -> float:
    return _tau2_where_q_is(y.size - 1, y, v)


def _profile(y: np.ndarray, v: np.ndarray) -> tuple[float, float]:
    """95% limits of tau²: where Q meets the quantiles of chi² with k - 1 degrees of freedom."""
    from scipy.special import chdtri

    quantiles = chdtri(y.size - 1, [ALPHA / 2, 1 - ALPHA / 2])
    low, high = (_tau2_where_q_is(float(quantile), y, v) for quantile in quantiles)
    return low, high


def _reml(y: np.ndarray, v: np.ndarray) -> float:
    """The tau² of highest restricted likelihood, found where its slope is zero."""

    def slope(tau2: float) -> float:
        weights = 1 / (v + tau2)
        value = np.sum(weights * y) / weights.sum()
        return float(np.sum(weights**2 * (y - value) ** 2) - weights.sum() + np.sum(weights**2) / weights.sum())

    def deviance(tau2: float) -> float:
        weights = 1 / (v + tau2)
        value = np.sum(weights * y) / weights.sum()
        return float(-np.log(weights).sum() + np.log(weights.sum()) + np.sum(weights * (y - value) ** 2))

    high = 10 * float(np.var(y) + v.max())
    grid = np.concatenate([[0.0], np.geomspace(1e-9 * high, high, 400)])
    signs = [slope(x) > 0 for x in grid]
    peaks = [0.0] if not signs[0] else []
    peaks += [
        _root(slope, float(a), float(b))
        for a, b, up, on in zip(grid, grid[1:], signs, signs[1:], strict=False)
        if up and not on
    ]
    return min(peaks, key=deviance)
