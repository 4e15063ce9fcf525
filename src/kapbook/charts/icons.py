"""A hundred people in dots: how many have an outcome anyway, and how many more or fewer because of the drug."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kapbook.charts.stack import Item, Layout, arrange
from kapbook.charts.style import CONTROL, INK, TREATMENT
from kapbook.evidence import Row

ACROSS, DOWN = 25, 4
ROW = 0.155
"""Distance of two rows of dots in inches."""


@dataclass(frozen=True)
class People:
    """A hundred people: those with the outcome on the comparator and on the drug, rounded to whole people."""

    label: str
    treatment: Row
    control: Row

    @property
    def counts(self) -> tuple[int, int]:
        """People of a hundred on the drug and on the comparator."""
        return round(float(self.treatment["value"])), round(float(self.control["value"]))

    @property
    def said(self) -> str:
        """Both counts and their difference in words."""
        drug, other = self.counts
        more = "more" if drug >= other else "fewer"
        return f"{drug} of 100 against {other}: {abs(drug - other)} {more}"


@dataclass(frozen=True)
class IconPanel:
    """Hundred dots for each outcome: blue on either, orange because of the drug, rings without it.

    Attributes
    ----------
    groups : in reading order
    arms : names of the two arms
    """

    groups: Sequence[People]
    arms: tuple[str, str]

    def layout(self) -> Layout:
        """Words, each with room for its dots."""
        plain = arrange([Item(f"{group.label}: {group.said}") for group in self.groups], self._axis)
        room = ROW * DOWN
        moved = [room * sum(mark < place for mark in plain.places) for place, *_ in plain.words]
        words = [(place + more, *rest) for (place, *rest), more in zip(plain.words, moved, strict=True)]
        places = [place + room * number for number, place in enumerate(plain.places)]
        return Layout(words, places, plain.height + room * len(places), plain.axis)  # type: ignore[arg-type]

    @property
    def _axis(self) -> str:
        return (
            f"Each dot is one of 100 people. Blue: on {self.arms[1]} too. Orange: only because of {self.arms[0]}. "
            "Blue ring: no longer. Small grey: neither."
        )

    def draw(self, axes: Axes, places: Sequence[float]) -> None:
        """The dots, without a scale."""
        axes.set_xlim(-0.5, ACROSS - 0.5)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        for group, y in zip(self.groups, places, strict=True):
            drug, other = group.counts
            for kind, numbers in {
                "both": range(min(drug, other)),
                "drug": range(other, drug),
                "spared": range(drug, other),
                "neither": range(max(drug, other), 100),
            }.items():
                if not len(numbers):
                    continue
                colour = {"both": CONTROL, "drug": TREATMENT, "spared": CONTROL, "neither": INK}[kind]
                axes.plot(
                    [number % ACROSS for number in numbers],
                    [y + ROW * (number // ACROSS) for number in numbers],
                    "o",
                    color=colour,
                    markerfacecolor="none" if kind == "spared" else colour,
                    alpha=0.35 if kind == "neither" else 1,
                    markersize=2.5 if kind == "neither" else 6.5,
                    markeredgewidth=1.2,
                )

    def words(self) -> str:
        """Both counts of each outcome."""
        lines = (f"{group.label}: {group.said}" for group in self.groups)
        return f"Of 100 people on {self.arms[0]} against {self.arms[1]}. " + "; ".join(lines) + "."

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Printed percentages of both arms."""
        cells = [[group.label, group.treatment["value"], group.control["value"]] for group in self.groups]
        return ["Of 100 people", *self.arms], cells

    def hollow(self) -> bool:
        """Dots have no intervals."""
        return False
