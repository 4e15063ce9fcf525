"""Proportions and contrasts between two arms, with 95% intervals that hold for small numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

ALPHA = 0.05
Z = NormalDist().inv_cdf(1 - ALPHA / 2)


@dataclass(frozen=True)
class Estimate:
    """An estimate with the limits of its 95% interval, all in the same unit."""

    value: float
    low: float
    high: float


def proportion(events: int, n: int) -> Estimate:
    """Share of people with an event, with Wilson's score interval.

    Parameters
    ----------
    events, n : counts of people

    Returns
    -------
    Estimate in percent of people

    Raises
    ------
    ValueError : n is not positive, or events lies outside 0 to n.

    References
    ----------
    Wilson 1927; Newcombe 1998, method 3.
    """
    _require(events, n)
    low, high = _wilson(events, n)
    return Estimate(100 * events / n, 100 * low, 100 * high)


def risk_difference(events: int, n: int, events_control: int, n_control: int) -> Estimate:
    """Difference of two independent proportions, first minus control, with Newcombe's hybrid score interval.

    Returns
    -------
    Estimate in percentage points (events per 100 people more or fewer)

    Raises
    ------
    ValueError : an n is not positive, or events lies outside 0 to n.

    References
    ----------
    Newcombe 1998, method 10.
    """
    _require(events, n)
    _require(events_control, n_control)
    first, control = events / n, events_control / n_control
    (low, high), (low_control, high_control) = _wilson(events, n), _wilson(events_control, n_control)
    down = sqrt((first - low) ** 2 + (high_control - control) ** 2)
    up = sqrt((high - first) ** 2 + (control - low_control) ** 2)
    return Estimate(100 * (first - control), 100 * (first - control - down), 100 * (first - control + up))


def number_needed(difference: Estimate) -> Estimate:
    """People to be treated for one more event: to harm, when the event is unwanted.

    Parameters
    ----------
    difference : a risk difference in percentage points

    Returns
    -------
    Estimate in people; the limits are those of the difference, turned over

    Raises
    ------
    ValueError : the interval holds zero, so that the number has no limits: it runs through infinity.

    References
    ----------
    Altman 1998, BMJ 317:1309.
    """
    if difference.low <= 0 <= difference.high:
        raise ValueError(
            f"the difference {difference.low:.1f} to {difference.high:.1f} holds zero: "
            "show the difference, for a number needed would run through infinity"
        )
    return Estimate(100 / difference.value, 100 / difference.high, 100 / difference.low)


def risk_ratio(events: int, n: int, events_control: int, n_control: int) -> Estimate:
    """Ratio of two proportions, first over control, with the log-normal (Katz) interval.

    A half is added to each cell when one of them is 0, as metafor does.

    Raises
    ------
    ValueError : impossible counts, or no event in either arm: such a table says nothing of a ratio.
    """
    a, b, c, d = _cells(events, n, events_control, n_control)
    if events == events_control == 0:
        raise ValueError("no event in either arm: give the difference, for a ratio has no meaning")
    return _ratio(a / (a + b) / (c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def odds_ratio(events: int, n: int, events_control: int, n_control: int) -> Estimate:
    """Ratio of two odds, first over control, with the log-normal (Woolf) interval; zero cells as in `risk_ratio`.

    Raises
    ------
    ValueError : impossible counts, or nobody, or everybody, in both arms has the event.
    """
    a, b, c, d = _cells(events, n, events_control, n_control)
    if events + events_control in (0, n + n_control):
        raise ValueError(
            "nobody, or everybody, in both arms has the event: give the difference, for a ratio has no meaning"
        )
    return _ratio(a * d / (b * c), 1 / a + 1 / b + 1 / c + 1 / d)


def _wilson(events: int, n: int) -> tuple[float, float]:
    """Wilson's limits of a proportion, between 0 and 1."""
    share, weight = events / n, Z**2 / n
    centre = share + weight / 2
    reach = sqrt(weight * (share * (1 - share) + weight / 4))
    return max(0.0, (centre - reach) / (1 + weight)), min(1.0, (centre + reach) / (1 + weight))


def _ratio(value: float, variance_of_log: float) -> Estimate:
    reach = Z * sqrt(variance_of_log)
    return Estimate(value, exp(log(value) - reach), exp(log(value) + reach))


def _cells(events: int, n: int, events_control: int, n_control: int) -> tuple[float, float, float, float]:
    """With and without the event, first arm and control; a half more in each when one is 0, as in the Handbook."""
    _require(events, n)
    _require(events_control, n_control)
    cells = (events, n - events, events_control, n_control - events_control)
    more = 0.0 if all(cells) else 0.5
    a, b, c, d = (cell + more for cell in cells)
    return a, b, c, d


def _require(events: int, n: int) -> None:
    if n <= 0 or not 0 <= events <= n:
        raise ValueError(f"{events} events among {n} people cannot be; give counts with 0 <= events <= n and n > 0")
