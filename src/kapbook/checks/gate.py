"""Family K, second part: what guards the book guards it still: locks, scripts, tests, workflows, the style sheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kapbook.checks.model import Finding, Project, rule
from kapbook.store import Store, code_digest

CODE = ("src/kapbook/checks/gate.py",)
LOCKS = ("requirements.lock", "lab/requirements.lock", "lite/requirements.lock", "lite/pyodide.lock")
SCRIPTS = ("Makefile", "tests/run", ".ci/run")
TESTS = ("pyproject.toml", "pytest.ini", "tox.ini", "setup.cfg", "conftest.py", "tests/conftest.py")
WORKFLOWS = ".github/workflows"
STYLES = "_static"
RESTORE = "restore the line from git"

Fault = tuple[int, int, str, str]
"""Line and column from 1, what is wrong, and what to do."""

LOCKED = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?==[\w.!+]+(?:\s*;[^\\]+)?\s*\\?$")
HASH = re.compile(r"\s+--hash=sha256:[0-9a-f]{64}(?:\s*\\)?$")

PASSED_OVER = re.compile(
    r"\|\|\s*(?:true|:|exit 0|echo\b(?![^;|]*(?:;|&&)\s*exit [1-9])(?![^()]*\)))"
    r"|;\s*(?:true|exit 0)\s*(?:$|#)|(?<![\w-])set \+[euo]|--exit-zero|--no-verify|--continue-on-collection-errors"
)
IGNORED = re.compile(
    r"^\t[@+]*-|^\.IGNORE\b|^\s*MAKEFLAGS\s*\+?:?=.*(?:\s|^|=)-?-?(?:\w*[ik]\w*\b|ignore-errors|keep-going)"
)
LEFT_OUT = re.compile(
    r"(?<![\w-])(?:-k|-m|--deselect|--ignore(?:-glob)?|--lf|--last-failed|--nf|--sw|--stepwise|--maxfail"
    r"|--co|--collect-only|--nbval-lax|--nbval-sanitize-with|--no-header -p|-p no:\w+"
    r"|--noconftest|--exitfirst)(?=[\s='\"]|$)"
)
"""Options of pytest that leave tests out, or compare less."""

KEPT = {
    ".ci/run": ("set -euo pipefail", "make book", "make test", "skipped|xfailed|xpassed|deselected", "exit 1"),
    "tests/run": ("set -euo pipefail", "ruff", "codespell", 'kapbook" build', "--nbval ", "tests notebooks"),
    "Makefile": ("kapbook build", "bash tests/run", "kapbook check", "requirements.lock"),
}
"""What each script must go on saying."""

ADDOPTS = {"-ra", "--strict-markers", "--strict-config", "-q"}
PYTEST = {"testpaths", "addopts", "xfail_strict", "minversion"}
LENIENT = re.compile(
    r"^\s*(?P<key>ignore_errors|follow_imports|extend-exclude|exclude|force-exclude|disable_error_code|skip)\s*=", re.M
)
UNRUN = re.compile(
    r"\bcollect_ignore(?:_glob)?\b|\bpytest_ignore_collect\b|\bpytest_collection_finish\b|\.deselect|items\[:\]"
)

ALLOWED_TO_FAIL = re.compile(r"continue-on-error:\s*(?!false)\S+|^\s*(?:-\s*)?if:\s*['\"]?(?:\$\{\{\s*)?(?:false|0)\b")
UNPINNED = re.compile(r"uses:\s*(?P<action>[^\s#]+)")
PINNED = re.compile(r"(?:[\w.-]+/[\w./-]+@[0-9a-f]{40}|\./\S+)$")

RULES_OF_STYLE = re.compile(r"(?P<who>[^{};]+)\{(?P<how>[^{}]*)\}")
HELP = re.compile(r"\.crisis\b|\.admonition(?![\w.-]|\s*>)|\[href\^=[\"']?(?:tel|sms)")
HIDING = re.compile(
    r"display:\s*none|visibility:\s*(?:hidden|collapse)|opacity:\s*0?\.?0*(?![.\d])|font-size:\s*0(?![.\d])"
    r"|(?:max-)?(?:height|width):\s*0(?![.\d])|content-visibility:\s*hidden|clip(?:-path)?:|transform:\s*scale\(0"
    r"|(?:left|top|right|text-indent|margin-left):\s*-\d{3,}|color:\s*transparent|pointer-events:\s*none"
)


@rule("K805", "loose-lock")
def loose_lock(project: Project) -> Iterator[Finding]:
    """A package in a lock has no exact version or no checksum, or comes from elsewhere: another one could be installed.

    Each entry is 'name==version' with at least one sha256; options of pip, addresses and paths have no place there.
    """
    yield from _told(project, "K805", LOCKS, _lock)


def _lock(_: str, lines: list[str]) -> Iterator[Fault]:
    entry, hashed = 0, True
    for number, line in enumerate([*lines, "end"], 1):
        text = line.strip()
        if HASH.match(line):
            hashed = True
        elif text and not text.startswith("#"):
            if not hashed:
                message = f"'{lines[entry - 1].split()[0]}' has no checksum"
                yield entry, 1, message, "resolve it anew with 'make lock'"
            entry, hashed = number, number > len(lines)
            if number <= len(lines) and not LOCKED.match(line):
                yield number, 1, f"'{text[:40]}' is no 'name==version'", "resolve it anew with 'make lock'"
                hashed = True


@rule("K806", "gate-loosened")
def gate_loosened(project: Project) -> Iterator[Finding]:
    """A script, the tests' settings or a workflow lets a failure pass, or leaves a check out.

    A recipe that begins with '-', '|| true', 'set +e', a job that may fail or never runs, options of pytest that leave
    tests out, a step of the gate that is gone. The gate is `.ci/run`, which a workflow runs for every change.
    """
    yield from _told(project, "K806", SCRIPTS, _script)
    yield from _told(project, "K806", TESTS, _tests)
    workflows = _files(project, WORKFLOWS, ("*.yml", "*.yaml"))
    yield from _told(project, "K806", workflows, _workflow)
    if workflows:
        texts = {name: "\n".join(_lines(project, name)) for name in workflows}
        gates = [name for name, text in texts.items() if re.search(r"^\s*(?:-\s*)?run: bash \.ci/run\b", text, re.M)]
        if not any(re.search(r"^\s+pull_request:|^on:.*\bpull_request\b", texts[name], re.M) for name in gates):
            message = "no workflow runs 'bash .ci/run' for every pull request"
            yield Finding(
                gates[0] if gates else workflows[0], 1, 1, "K806", message, "restore .github/workflows/test.yml"
            )


def _script(name: str, lines: list[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        run = line.find("pytest")
        ignored = IGNORED.search(line) if name == "Makefile" else None
        left_out = LEFT_OUT.search(line, run) if run >= 0 else None
        match = ignored or PASSED_OVER.search(line) or left_out
        if match:
            message = f"'{match[0].strip()}' {'leaves tests out' if match is left_out else 'lets a failure pass'}"
            yield number, match.start() + 1, message, RESTORE
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    for part in KEPT[name]:
        if part not in text:
            yield 1, 1, f"'{part.strip()}' is gone", "restore the file from git"


def _tests(name: str, lines: list[str]) -> Iterator[Fault]:
    if name in ("pytest.ini", "tox.ini"):
        yield 1, 1, "the settings of the tests stand in pyproject.toml; this file overrides them", "remove it"
        return
    section = ""
    for number, line in enumerate(lines, 1):
        head = re.match(r"\s*\[+([^\]]+)\]+", line)
        section = head[1] if head else section
        if name.endswith("conftest.py"):
            match = UNRUN.search(line)
            if match:
                yield number, match.start() + 1, f"'{match[0]}' leaves tests out", RESTORE
        elif section in ("tool.pytest.ini_options", "tool:pytest"):
            yield from _option_of_pytest(number, line)
        elif section.startswith(("tool.mypy", "tool.ruff", "tool.codespell")):
            match = LENIENT.match(line)
            if match:
                message = f"'{match['key']}' keeps {section.split('.')[1]} from looking"
                yield number, match.start("key") + 1, message, "remove it and mend what is found"


def _option_of_pytest(number: int, line: str) -> Iterator[Fault]:
    match = re.match(r"\s*(?P<key>\w+)\s*=\s*(?P<value>.*)", line)
    if not match:
        return
    words = match["value"].strip("\"'").split()
    strange = [word for word in words if word not in ADDOPTS] if match["key"] == "addopts" else []
    if match["key"] not in PYTEST or strange:
        what = f"'{strange[0]}'" if strange else f"the setting '{match['key']}'"
        yield number, match.start("key") + 1, f"{what} of pytest may leave tests out", RESTORE
    if match["key"] == "testpaths" and "tests" not in re.findall(r"\w+(?:/\w+)*", match["value"]):
        yield number, match.start("key") + 1, "the tests are not among the testpaths", RESTORE


def _workflow(_: str, lines: list[str]) -> Iterator[Fault]:
    gate = any("bash .ci/run" in line for line in lines)
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#"):
            continue
        match = ALLOWED_TO_FAIL.search(line) or (PASSED_OVER.search(line) if gate else None)
        if match:
            yield number, match.start() + 1, f"'{match[0].strip()}' lets a failure pass", RESTORE
        action = UNPINNED.search(line)
        if action and not PINNED.match(action["action"]):
            message = f"'{action['action']}' is not pinned to a commit"
            yield number, action.start("action") + 1, message, "write the commit's 40 letters, the version as a comment"
        if re.search(r"permissions:\s*write-all", line):
            yield number, 1, "the workflow may write everything", "name the one permission that it needs"


@rule("K807", "help-styled-away")
def help_styled_away(project: Project) -> Iterator[Finding]:
    """A style sheet hides the boxes with help in a crisis, or makes their links dead."""
    yield from _told(project, "K807", _files(project, STYLES, ("*.css",)), _style)


def _style(_: str, lines: list[str]) -> Iterator[Fault]:
    text = "\n".join(lines)
    plain = re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.S)
    for match in RULES_OF_STYLE.finditer(plain):
        hidden = HIDING.search(match["how"])
        who = [part for part in match["who"].split(",") if HELP.search(part) and "::" not in part]
        if hidden and who:
            before = plain[: match.start("how") + hidden.start()]
            message = f"'{' '.join(who[0].split())}' is hidden by '{hidden[0]}'"
            place = before.count("\n") + 1, len(before) - before.rfind("\n")
            yield *place, message, "help must be in sight: remove the declaration"


def _files(project: Project, folder: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Files of a folder, by their paths in the checkout."""
    root: Path = project.root
    found = sorted(path for pattern in patterns for path in (root / folder).glob(pattern))
    return tuple(path.relative_to(root).as_posix() for path in found)


def _lines(project: Project, name: str) -> list[str]:
    """Lines of a file; none when it is not there or not text."""
    known = project.memory.setdefault("lines of files", {})
    if name not in known:
        path = project.root / name
        known[name] = path.read_bytes().decode("utf-8", "replace").split("\n") if path.is_file() else []
    return known[name]


def _told(
    project: Project, code: str, names: tuple[str, ...], judge: Callable[[str, list[str]], Iterator[Fault]]
) -> Iterator[Finding]:
    """Findings in files, judged anew only when one of them has changed."""
    present = [name for name in names if _lines(project, name)]
    store = Store(project.root, f"gate-{judge.__name__.strip('_')}", code_digest(CODE))
    for name in present:
        digest = hashlib.sha256("\n".join(_lines(project, name)).encode()).hexdigest()
        faults: Any = store.get(name, digest)
        if faults is None:
            faults = store.put(name, digest, [list(fault) for fault in judge(name, _lines(project, name))])
        for line, column, message, remedy in faults:
            yield Finding(name, line, column, code, message, remedy)
    store.save()
