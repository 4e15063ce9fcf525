"""Switches of a notebook: its charts as the book prints them or otherwise, and in words what moved between the two."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from kapbook.charts.chart import Chart
from kapbook.charts.compose import joined
from kapbook.evidence import Evidence, EvidenceError
from kapbook.evidence.ledger import parts

COLUMNS = 88
"""Width of a printed line."""

LIMITS = re.compile(r", low (\S+), high ([^\s;]+)")
"""An interval as `kapbook.charts.compose` joins its cells."""

MORE = re.compile(r"; (?=[^;]*\d)")
"""Where words that were worked out from a line's numbers begin."""


@dataclass(frozen=True)
class Switches:
    """The arguments of a notebook's charts, as the book prints them and as they are set.

    Attributes
    ----------
    printed, now : name of an argument to its value; ``tables`` are the evidence tables
    """

    printed: Mapping[str, Any]
    now: Mapping[str, Any]

    def redraw(self, draw: Callable[..., Chart]) -> Chart | None:
        """The chart as the switches are set; where they are not as printed, printed lines say what moved.

        Parameters
        ----------
        draw : gives the chart, from those arguments that it names

        Returns
        -------
        The chart; None where what is left does not suffice to draw it.
        """
        names = inspect.signature(draw).parameters
        printed = draw(**{name: self.printed[name] for name in names})
        if all(self.now[name] is self.printed[name] or self.now[name] == self.printed[name] for name in names):
            return printed
        try:
            chart = draw(**{name: self.now[name] for name in names})
            if not chart.rows:
                raise ValueError("no line is left")
            said = moved(printed, chart)
        except Exception as error:  # the same code drew the printed chart, so what it lacks is what was left out
            chart, said = None, f"{printed.name}: what is left does not suffice to draw this chart ({error})."
        for line in said.splitlines():
            print(fill(line, COLUMNS, subsequent_indent="  "))
        return chart


def switches(evidence: Evidence, left_out: Iterable[str] = (), **others: tuple[Any, ...]) -> Switches:
    """The switches of a notebook.

    Parameters
    ----------
    left_out : works by their keys, or trials by registration or name, whose rows no chart may draw
    others : name of an argument to its value now, the value that the book prints, and others that are allowed

    Raises
    ------
    EvidenceError : no work and no trial has one of the names in `left_out`.
    ValueError : a value is not one of those allowed.
    """
    for name, (value, *allowed) in others.items():
        if value not in allowed:
            raise ValueError(f"{name.upper()} is {value!r}; choose one of {', '.join(map(repr, allowed))}")
    return Switches(
        {"tables": evidence, **{name: value[1] for name, value in others.items()}},
        {"tables": without(evidence, left_out), **{name: value[0] for name, value in others.items()}},
    )


def without(evidence: Evidence, names: Iterable[str]) -> Evidence:
    """The tables without the rows of some works, or of the works that report some trials; the same when none is named.

    A review or an analysis that holds the people of such a trial is another work and stays.

    Raises
    ------
    EvidenceError : no work and no trial has one of the names.
    """
    names = [names] if isinstance(names, str) else list(names)
    if not names:
        return evidence
    works = {work for name in names for work in works_of(evidence, name)}
    gone = {row.id for rows in evidence.tables.values() for row in rows if row.id and row.study in works}
    kept = {
        table: [row for row in rows if row.study not in works and row.get("row") not in gone]
        for table, rows in evidence.tables.items()
    }
    return Evidence(evidence.root, kept, evidence.package)


def has_work(evidence: Evidence, key: str) -> bool:
    """Whether a work stands in the tables, so whether it was not left out."""
    try:
        evidence.study(key)
    except EvidenceError:
        return False
    return True


def works_of(evidence: Evidence, name: str) -> list[str]:
    """Keys of the works that a name means: its own, or those that report a trial of that registration or name.

    Raises
    ------
    EvidenceError : it means none.
    """
    if any(row.study == name for row in evidence.tables["studies"]):
        return [name]
    for trial in evidence.tables["trials"]:
        if name in (trial["trial"], trial["name"]):
            return parts(trial["works"])
    raise EvidenceError(f"no work and no trial is called '{name}'; evidence/studies.csv and trials.csv list them")


def moved(printed: Chart, now: Chart) -> str:
    """What a chart says otherwise than the printed one, in lines: what went, came or changed, and fallen headings."""
    counts = [Counter(label for label, *_ in _told(chart)) for chart in (printed, now)]
    twice = {label for count in counts for label, number in count.items() if number > 1}
    before, after = _lines(printed, twice), _lines(now, twice)
    said = [f"gone: {line}" for line in before if line not in after]
    said += [f"new: {line}: {numbers}" for line, numbers in after.items() if line not in before]
    said += [
        f"{line}: {numbers} as printed, {after[line]} now"
        for line, numbers in before.items()
        if after.get(line, numbers) != numbers
    ]
    said += [
        f"no longer true: \u201c{heading}\u201d"
        for heading, true in printed.holds.items()
        if true and not now.holds.get(heading)
    ]
    if not said and printed.caption != now.caption:
        said = [f"the caption now says: {now.caption}"]
    if not said:
        return f"{now.name}: nothing moved in this chart."
    return "\n".join([f"{now.name}: what moved", *(f"- {item}" for item in said)])


def _lines(chart: Chart, twice: Container[str]) -> dict[str, str]:
    """Numbers of each line of a chart by its words, and by what stands beside them where the words stand twice."""
    found = {}
    for label, beside, numbers in _told(chart):
        name = f"{label}, {beside}" if label in twice else label
        found[name] = LIMITS.sub(r" (\1 to \2)", numbers)
    return found


def _told(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """Words, panel or first number, and all numbers of each line, in one panel or in several.

    What a line adds to its words from its numbers ("; one in every 7") is told with the numbers.
    """
    for row in chart.rows:
        several = chart.columns[0] == "Shown"  # axis, words and numbers of a line, which `compose` has joined
        label, beside, numbers = (row[1], row[0], row[2]) if several else (row[0], row[1], joined(chart.columns, row))
        words = MORE.split(label, maxsplit=1)
        yield words[0], beside, "; ".join([numbers, *words[1:]])
