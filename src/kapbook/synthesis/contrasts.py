"""Proportions and contrasts between two arms, with 95% intervals that hold for small numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

ALPHA = 0.05


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
    low, high = proportion_confint(events, n, alpha=ALPHA, method="wilson")
    return Estimate(100 * events / n, 100 * float(low), 100 * float(high))


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
    low, high = confint_proportions_2indep(
        events, n, events_control, n_control, compare="diff", method="newcomb", alpha=ALPHA
    )
    return Estimate(100 * (events / n - events_control / n_control), 100 * float(low), 100 * float(high))


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
    table = _table(events, n, events_control, n_control)
    if events == events_control == 0:
        raise ValueError("no event in either arm: give the difference, for a ratio has no meaning")
    low, high = table.riskratio_confint(alpha=ALPHA)
    return Estimate(float(table.riskratio), float(low), float(high))


def odds_ratio(events: int, n: int, events_control: int, n_control: int) -> Estimate:
    """Ratio of two odds, first over control, with the log-normal (Woolf) interval; zero cells as in `risk_ratio`.

    Raises
    ------
    ValueError : impossible counts, or nobody, or everybody, in both arms has the event.
    """
    table = _table(events, n, events_control, n_control)
    if events + events_control in (0, n + n_control):
        raise ValueError(
            "nobody, or everybody, in both arms has the event: give the difference, for a ratio has no meaning"
        )
    low, high = table.oddsratio_confint(alpha=ALPHA)
    return Estimate(float(table.oddsratio), float(low), float(high))


def _table(events: int, n: int, events_control: int, n_control: int) -> Table2x2:
    _require(events, n)
    _require(events_control, n_control)
    cells = np.array([[events, n - events], [events_control, n_control - events_control]], float)
    # statsmodels' shift_zeros shifts only the empty cell; metafor, like the Handbook, shifts all four.
    return Table2x2(cells + 0.5 if (cells == 0).any() else cells, shift_zeros=False)


def _require(events: int, n: int) -> None:
    if n <= 0 or not 0 <= events <= n:
        raise ValueError(f"{events} events among {n} people cannot be; give counts with 0 <= events <= n and n > 0")
