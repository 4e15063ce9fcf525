"""What the book builder complains of, found in all that it printed."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

from kapbook.files import refusal

LOG = "builder.log"
COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
NAMED = re.compile(r"\b(WARNING|ERROR|CRITICAL|SEVERE): ")
HEAD = re.compile(r"^((?:[A-Z]|reST)[\w ]* error|Exception occurred|Warning, treated as error):\s*$")
END = re.compile(r"^\s*$|^The full traceback|^Traceback \(|^Please also report|^This can happen")
EXCEPTION = re.compile(r"^[\w.]*(Error|Exception|Exit|Interrupt)\b(: .*)?$")
WRAPPER = re.compile(r"^RuntimeError:|^=+$|^\s*There was an error in building")
REFUSED = re.compile(r"\[Errno (\d+)\] [^:'\"\n]*(?:: ['\"]([^'\"]+)['\"])?")
SHOWN = 20


def complaints(code: int, output: str, root: Path) -> str:
    """The builder's reasons, one a line, from its exit code and all that it printed; never its traceback alone.

    Parameters
    ----------
    code : exit code; below 0, the signal that ended the builder
    output : its standard output and error
    root : folder of the checkout; places are told from there
    """
    lines = [line.replace(f"{root}/", "").rstrip() for line in COLOUR.sub("", output).splitlines()]
    refused = {match.groups(): None for line in lines if (match := REFUSED.search(line))}
    found = [refusal(OSError(int(number), "refused by the system", path)) for number, path in refused]
    found += [line for line in lines if NAMED.search(line)] or [*_headed(lines)]
    if code < 0:
        found.append(f"the builder was ended by {_signal(-code)}; if you did not end it, memory ran out: free some")
    if not found:
        found = [line for line in lines if EXCEPTION.match(line) and not WRAPPER.match(line)][-1:]
    return "\n".join(list(dict.fromkeys(found))[:SHOWN] or lines[-15:] or [f"the builder ended with code {code}"])


def _headed(lines: list[str]) -> Iterator[str]:
    """Each 'Extension error:' and the like in one line with what follows it."""
    for number, line in enumerate(lines):
        head = HEAD.match(line)
        if head:
            reason: list[str] = []
            for text in lines[number + 1 :]:
                if END.match(text) and reason:
                    break
                reason.append(text.strip())
            frames = [text for text in reason if text.startswith("File ")]
            if head[1] == "Exception occurred" and frames:
                reason = [reason[-1], f"({frames[-1]})"]
            yield f"{head[1]}: {' '.join(filter(None, reason))}"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
